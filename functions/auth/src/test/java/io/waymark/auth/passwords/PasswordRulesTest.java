package io.waymark.auth.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A29
class PasswordRulesTest {
  private static final List<String> KNOWN =
      List.of("eve.miller@gardens.test", "green-thumbs", "Green Thumbs Gardening");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fourteen chars.",
        "seven lanterns adrift",
        "SEVENLANTERNSADRIFT",
        "740925138460297",
        "mehr Äpfel für Zoë",
        "馬電池正確ホチキス青空雲星月太陽",
        "🐎🔋🧷🐎🌵🔋🧷🌧🐎🔋🧷🍕🐎🔋🧷",
        "correct horse correct horse",
        "greenhouse of my gardener"
      })
  void aLongOneWillDoWhateverItIsMadeOf(String password) {
    assertThat(PasswordRules.objection(password, KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1q2w3e4r5t6y7u8i9o0p",
        "1Q2W3E4R5T6Y7U8I9O0P",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaa",
        "ab1ab1ab1ab1ab1ab",
        "passwordpassword",
        "password1!password1!",
        "Password-20261121",
        "!!!!!dragon1987654321",
        "ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ"
      })
  void whatAttackersTryFirstIsRefused(String password) {
    assertThat(PasswordRules.objection(password, KNOWN))
        .hasValueSatisfying(why -> assertThat(why).contains("attackers try first: take several"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eve.miller@gardens.test",
        "EVE.MILLER@gardens.test1",
        "millergardens2026!",
        "Green Thumbs Gardening",
        "green-thumbs-1234567",
        "greenthumbspassword"
      })
  void whatEverybodyKnowsOfItsOwnerIsRefused(String password) {
    assertThat(PasswordRules.objection(password, KNOWN))
        .hasValueSatisfying(why -> assertThat(why).contains("e-mail address or the tenant's name"));
  }

  @Test
  void lengthIsInCharactersOfTheFormThatIsKept() {
    assertThat(PasswordRules.objection("x7 fourteen ch", KNOWN))
        .hasValueSatisfying(why -> assertThat(why).startsWith("must have 15 to 128 characters"));
    assertThat(PasswordRules.objection("Z\u0308o\u0308e\u0308 fourteen ", KNOWN)).isPresent();
    String longest =
        new Random(1)
            .ints(PasswordRules.MAX_LENGTH, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertThat(PasswordRules.objection(longest, KNOWN)).isEmpty();
    assertThat(PasswordRules.objection(longest + "x", KNOWN)).isPresent();
  }

  @Test
  void halvesOfCharactersAreRefused() {
    assertThat(PasswordRules.objection("seven lanterns \ud83d adrift", KNOWN))
        .hasValue("must not contain halves of characters");
  }

  @Test
  void theFilterIsSmallAndTakesFewOthersForCommon() throws IOException {
    FrequentPasswords common = FrequentPasswords.shipped();
    Random random = new Random(7);
    long taken =
        IntStream.range(0, 20_000)
            .filter(_ -> common.contains(Long.toHexString(random.nextLong())))
            .count();
    assertThat(taken).isLessThan(40);
    try (InputStream in = FrequentPasswords.class.getResourceAsStream(FrequentPasswords.RESOURCE)) {
      assertThat(in).isNotNull();
      assertThat(in.readAllBytes()).hasSizeBetween(100_000, 300_000);
    }
  }

  @Test
  void aFilterIsReadAsItWasWritten() throws IOException {
    FrequentPasswords made = FrequentPasswords.of(List.of("one", "two"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    made.write(out);
    FrequentPasswords read = FrequentPasswords.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(List.of("one", "two")).allMatch(read::contains);
    assertThat(List.of("three", "four", "")).noneMatch(read::contains);
  }
}
