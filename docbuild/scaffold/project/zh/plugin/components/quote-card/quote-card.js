const { quotes } = require('../../quotes')
const { getQuote } = require('../../index')

Component({
  properties: {
    /** 显示哪位作者的句子；为空时显示今天的一句 */
    author: { type: String, value: '' },
    /** 紧凑样式，不显示作者 */
    compact: { type: Boolean, value: false },
  },

  data: { quote: getQuote() },

  observers: {
    author(author) {
      this.setData({ quote: quotes.find((quote) => quote.author === author) || getQuote() })
    },
  },

  methods: {
    handleTap() {
      const next = quotes[(quotes.indexOf(this.data.quote) + 1) % quotes.length]
      this.setData({ quote: next })
      // 轻触卡片，换成下一句之后
      this.triggerEvent('change', { text: next.text, author: next.author })
    },
  },
})
