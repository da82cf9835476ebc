const quotes = [
  { text: '千里之行，始于足下。', author: '老子' },
  { text: '学而不思则罔，思而不学则殆。', author: '孔子' },
  { text: '不积跬步，无以至千里。', author: '荀子' },
  { text: '路漫漫其修远兮，吾将上下而求索。', author: '屈原' },
  { text: '海内存知己，天涯若比邻。', author: '王勃' },
  { text: '欲穷千里目，更上一层楼。', author: '王之涣' },
  { text: '长风破浪会有时，直挂云帆济沧海。', author: '李白' },
]

module.exports = { quotes }
