package io.waymark.testing.iam;

/// IAM's wildcards: `*` for any characters, `/` and `:` among them, `?` for one.
final class Patterns {
  private Patterns() {}

  static boolean matches(String pattern, String text) {
    int at = 0;
    int inText = 0;
    int star = -1;
    int afterStar = 0;
    while (inText < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        afterStar = inText;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(inText))) {
        at++;
        inText++;
      } else if (star >= 0) {
        at = star + 1;
        inText = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
