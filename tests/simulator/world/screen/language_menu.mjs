// Stands where the menu of languages does, which has one language here.
export class LanguageMenu {
  element = {};
}
