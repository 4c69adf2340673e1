// Dead letters that were loaded, newest first. The endpoint gives a hundred a page; the browser asks for more when told to.

/** With a filter a page can be empty and not the last; so many of them are passed over at a time. */
const mostEmptyPages = 50;

export class Loaded {
  items = [];
  /** Asks for the next page; null when all are loaded, undefined before the first. */
  more = undefined;
  #read;

  /** @param read Gives the page that a continuation asks for. */
  constructor(read) {
    this.#read = read;
  }

  /** The newest page again: what is new comes to the top, what somebody replayed or deleted goes. */
  async refresh() {
    const page = await this.#page(null);
    const ids = new Set(page.items.map(item => item.id));
    const isNews = !this.items.some(item => ids.has(item.id));
    if (page.continue === null || isNews) {
      // All there is; or nothing that was loaded is among the newest hundred, and there may be others in between.
      this.items = page.items;
      this.more = page.continue;
      return;
    }
    const end = Date.parse(page.items.at(-1).diedAt);
    this.items = [...page.items, ...this.items.filter(item => !ids.has(item.id) && Date.parse(item.diedAt) <= end)];
  }

  async next() {
    const asked = this.more;
    if (asked) {
      const page = await this.#page(asked);
      if (this.more !== asked) {
        // A look began the list anew meanwhile.
        return;
      }
      const ids = new Set(this.items.map(item => item.id));
      this.items = [...this.items, ...page.items.filter(item => !ids.has(item.id))];
      this.more = page.continue;
    }
  }

  /** @param progress Called after each page; false ends it. */
  async all(progress) {
    while (this.more) {
      await this.next();
      if (!progress()) {
        return;
      }
    }
  }

  drop(ids) {
    this.items = this.items.filter(item => !ids.has(item.id));
  }

  async #page(continuation) {
    let page = { items: [], continue: continuation };
    for (let i = 0; i < mostEmptyPages; i += 1) {
      page = await this.#read(page.continue);
      if (page.items.length > 0 || page.continue === null) {
        break;
      }
    }
    return page;
  }
}
