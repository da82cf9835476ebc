// 示例用内置数据代替网络请求，这样不配置服务器域名也能运行。
// 换成自己的服务时，只需改写 read，让它返回同样形状的 Promise。
const cities = require('../data/cities')

class WeatherError extends Error {
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

function read(name) {
  const city = cities.find((candidate) => candidate.name === name)
  return city
    ? Promise.resolve(city)
    : Promise.reject(new WeatherError('CITY_NOT_FOUND', `没有城市「${name}」的天气`))
}

function getWeather({ city }) {
  return read(city).then(({ name, now, air }) => ({ city: name, ...now, air }))
}

function getForecast({ city, days = 7 }) {
  return read(city).then(({ forecast }) => forecast.slice(0, Math.max(1, Math.min(days, 7))))
}

function searchCities(keyword = '') {
  const wanted = keyword.trim().toLowerCase()
  return cities
    .filter(({ name, pinyin }) => name.includes(wanted) || pinyin.startsWith(wanted))
    .map(({ name, province, now }) => ({ name, province, temperature: now.temperature }))
}

module.exports = { getWeather, getForecast, searchCities }
