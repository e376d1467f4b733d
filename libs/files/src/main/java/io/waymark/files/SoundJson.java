package io.waymark.files;

/// JSON as DuckDB writes it, made sound.
final class SoundJson {
  private SoundJson() {}

  /// DuckDB writes what is no number as a word, which is no JSON: nothing stands for it, and
  /// infinity is a text, as it is where it stands alone.
  static String of(String json) {
    if (!json.contains("NaN") && !json.contains("Infinity")) {
      return json;
    }
    StringBuilder sound = new StringBuilder(json.length() + 16);
    int at = 0;
    while (at < json.length()) {
      int end = json.charAt(at) == '"' ? endOfText(json, at) : endOfWord(json, at);
      String word = json.substring(at, end);
      sound.append(
          switch (word) {
            case "NaN" -> "null";
            case "Infinity", "-Infinity" -> '"' + word + '"';
            default -> word;
          });
      at = end;
    }
    return sound.toString();
  }

  /// Behind the quote that closes it.
  private static int endOfText(String json, int begin) {
    int at = begin + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /// Behind a number, a word, or what stands between these.
  private static int endOfWord(String json, int begin) {
    int at = begin + 1;
    while (at < json.length() && isOfWords(json.charAt(begin)) && isOfWords(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isOfWords(char character) {
    return Character.isLetterOrDigit(character)
        || character == '-'
        || character == '+'
        || character == '.';
  }
}
