// 每天写成 [天气, 最低, 最高]，从今天起七天。
const week = (...days) => days.map(([weather, low, high], index) => ({ index, weather, low, high }))

module.exports = [
  {
    name: '广州',
    pinyin: 'guangzhou',
    province: '广东',
    now: { weather: 'sunny', text: '晴', temperature: 26, feelsLike: 28, wind: '东南风 2 级' },
    air: { aqi: 42, pm25: 18, o3: 61 },
    forecast: week(
      ['sunny', 19, 28], ['cloudy', 20, 27], ['rainy', 17, 22], ['rainy', 16, 21],
      ['cloudy', 18, 25], ['sunny', 19, 29], ['sunny', 20, 30]
    ),
  },
  {
    name: '杭州',
    pinyin: 'hangzhou',
    province: '浙江',
    now: { weather: 'rainy', text: '中雨', temperature: 17, feelsLike: 15, wind: '北风 3 级' },
    air: { aqi: 35, pm25: 12, o3: 40 },
    forecast: week(
      ['rainy', 14, 18], ['rainy', 13, 17], ['cloudy', 14, 20], ['sunny', 15, 23],
      ['sunny', 16, 24], ['cloudy', 16, 22], ['rainy', 15, 19]
    ),
  },
  {
    name: '成都',
    pinyin: 'chengdu',
    province: '四川',
    now: { weather: 'cloudy', text: '多云', temperature: 22, feelsLike: 22, wind: '微风' },
    air: { aqi: 78, pm25: 52, o3: 66 },
    forecast: week(
      ['cloudy', 16, 23], ['cloudy', 17, 24], ['sunny', 17, 26], ['rainy', 16, 20],
      ['rainy', 15, 19], ['cloudy', 16, 22], ['cloudy', 17, 23]
    ),
  },
]
