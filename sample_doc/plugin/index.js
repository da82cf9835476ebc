// 插件对外的接口：使用者通过 requirePlugin('qingyu') 得到这个对象。
const weather = require('./api/weather')
const unit = require('./api/unit')

module.exports = {
  getWeather: weather.getWeather,
  getForecast: weather.getForecast,
  searchCities: weather.searchCities,
  setUnit: unit.setUnit,
}
