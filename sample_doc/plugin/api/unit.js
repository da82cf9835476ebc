// 温度单位：数据一律以摄氏度保存，只在显示前换算。
const units = {
  celsius: (degrees) => degrees,
  fahrenheit: (degrees) => Math.round((degrees * 9) / 5 + 32),
}

let current = 'celsius'

function setUnit(unit) {
  if (!(unit in units)) throw new TypeError(`unit 只能是 ${Object.keys(units).join(' 或 ')}`)
  current = unit
}

function convert(degrees, unit) {
  const toUnit = units[unit || current] || units.celsius
  return toUnit(degrees)
}

module.exports = { setUnit, convert }
