package io.waymark.auth.passwords;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a password must be, by NIST SP 800-63B-4, 3.1.1.2, for one that is all there is to log in
/// with: long, and none that attackers try first. No classes of characters, no expiry.
///
/// Any Unicode will do. A password is what it is in the form NFKC, whatever keyboard typed it.
public final class PasswordRules {
  public static final int MIN_LENGTH = 15;

  /// Enough for any phrase, and a bound on the work of hashing.
  public static final int MAX_LENGTH = 128;

  /// What must be left of words where everything is taken away that anybody knows who knows whose
  /// it is.
  private static final int MIN_OWN = 8;

  /// Shorter parts of names and addresses are in too many words.
  private static final int MIN_WORD = 4;

  /// What repeats itself after so many characters is no longer than these.
  private static final int SHORT_PERIOD = 5;

  private static final FrequentPasswords COMMON = FrequentPasswords.shipped();
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern AROUND_A_WORD = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");
  private static final Pattern SIGNS_AROUND =
      Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
  private static final String ADVICE =
      ": take several words that have nothing to do with each other";

  private PasswordRules() {}

  /// What is wrong with `password`, and what to do; empty where it will do.
  ///
  /// @param known what others know of whoever it is for: e-mail, id and name of the tenant
  public static Optional<String> objection(String password, List<String> known) {
    if (password.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
      return Optional.of("must not contain halves of characters");
    }
    String canonical = PasswordForms.canonical(password);
    int length = length(canonical);
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      return Optional.of("must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters" + ADVICE);
    }
    if (common(canonical)) {
      return Optional.of("must not be among the passwords that attackers try first" + ADVICE);
    }
    String left = without(canonical, known);
    String own = AROUND_A_WORD.matcher(left).replaceAll("");
    return left.equals(canonical) || (length(own) >= MIN_OWN && !common(own))
        ? Optional.empty()
        : Optional.of("must not be made of the e-mail address or the tenant's name" + ADVICE);
  }

  /// A common one itself, one or a few characters again and again, or one with no more than digits
  /// and signs around it.
  private static boolean common(String canonical) {
    int period = period(canonical);
    String unit = canonical.substring(0, period);
    boolean repeats = 2 * period <= canonical.length();
    return COMMON.contains(canonical)
        || (repeats && (length(unit) <= SHORT_PERIOD || COMMON.contains(unit)))
        || commonWord(canonical)
        || (repeats && commonWord(unit));
  }

  private static boolean commonWord(String canonical) {
    return Stream.of(AROUND_A_WORD, SIGNS_AROUND)
        .map(around -> around.matcher(canonical).replaceAll(""))
        .anyMatch(core -> !core.isEmpty() && COMMON.contains(core));
  }

  /// After how many characters `text` repeats itself, the last time perhaps not to the end; its
  /// length where it does not. The failure function of Knuth, Morris and Pratt.
  private static int period(String text) {
    int[] borders = new int[text.length()];
    for (int at = 1, border = 0; at < text.length(); at++) {
      while (border > 0 && text.charAt(at) != text.charAt(border)) {
        border = borders[border - 1];
      }
      if (text.charAt(at) == text.charAt(border)) {
        border++;
      }
      borders[at] = border;
    }
    return text.length() - borders[text.length() - 1];
  }

  private static String without(String canonical, List<String> known) {
    List<String> words =
        known.stream()
            .map(PasswordForms::canonical)
            .flatMap(each -> Stream.concat(Stream.of(each), SEPARATORS.splitAsStream(each)))
            .filter(each -> length(each) >= MIN_WORD)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    String left = canonical;
    for (String word : words) {
      left = left.replace(word, "");
    }
    return left;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
