const { quotes } = require('../../quotes')
const { getQuote } = require('../../index')

Component({
  properties: {
    /** whose quote to show; that of today if empty */
    author: { type: String, value: '' },
    /** compact, without the author */
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
      // a tap has brought the next quote
      this.triggerEvent('change', { text: next.text, author: next.author })
    },
  },
})
