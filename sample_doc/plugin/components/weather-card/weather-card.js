const { getWeather } = require('../../api/weather')
const { convert } = require('../../api/unit')

Component({
  properties: {
    city: { type: String, value: '' },
    unit: { type: String, value: '' },
    compact: { type: Boolean, value: false },
  },

  data: { weather: null, temperature: 0, feelsLike: 0, message: '' },

  observers: {
    'city, unit'() {
      this.refresh()
    },
  },

  methods: {
    refresh() {
      const { city, unit } = this.properties
      if (!city) return Promise.resolve()
      return getWeather({ city }).then(
        (weather) => this.show(weather, unit),
        (error) => this.fail(error)
      )
    },

    show(weather, unit) {
      this.setData({
        weather,
        temperature: convert(weather.temperature, unit),
        feelsLike: convert(weather.feelsLike, unit),
        message: '',
      })
      this.triggerEvent('load', weather)
    },

    fail({ code, message }) {
      this.setData({ weather: null, message })
      this.triggerEvent('error', { code, message })
    },

    handleTap() {
      this.triggerEvent('citytap', { city: this.properties.city })
    },
  },
})
