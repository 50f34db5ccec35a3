// Words of a page in one of its languages: elements that are marked with a key take its text.

export class Words {
  constructor(byLanguage, reviewed) {
    this.byLanguage = byLanguage;
    this.reviewed = reviewed;
    this.language = "en";
  }

  // Give a text with its places filled in.
  say(key, values = {}) {
    const text = this.byLanguage[this.language][key] ?? this.byLanguage.en[key];
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  // Choose a language, and put its words into every element that is marked.
  speak(language) {
    if (!Object.hasOwn(this.byLanguage, language)) return;
    this.language = language;
    document.documentElement.lang = language;
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = this.say(one.dataset.say);
    for (const one of document.querySelectorAll("[data-name]")) {
      one.setAttribute("aria-label", this.say(one.dataset.name));
    }
    const draft = document.getElementById("draft");
    draft.hidden = this.reviewed.includes(language);
  }
}
