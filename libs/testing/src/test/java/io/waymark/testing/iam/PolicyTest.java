package io.waymark.testing.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of "Policy evaluation logic" and "IAM JSON policy elements" in AWS's IAM User Guide.
class PolicyTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-central-1:000000000000:table/a";

  private static Map<String, Object> statement(
      String effect, Object action, Object resource, Map<String, ?> condition) {
    return Map.of("Effect", effect, "Action", action, "Resource", resource, "Condition", condition);
  }

  private static Policy policy(Object... statements) {
    return Policy.of(Map.of("Version", "2012-10-17", "Statement", List.of(statements)));
  }

  private static AccessRequest get(String... leadingKeys) {
    return new AccessRequest(
        "dynamodb:GetItem", TABLE, Map.of("dynamodb:LeadingKeys", List.of(leadingKeys)));
  }

  private static boolean holds(Map<String, ?> condition, AccessRequest request) {
    return policy(statement("Allow", "*", "*", condition)).allows(request);
  }

  private static Map<String, ?> keys(String operator, Object expected) {
    return Map.of(operator, Map.of("dynamodb:LeadingKeys", expected));
  }

  @Nested
  class Effects {
    private final Object allow = statement("Allow", "dynamodb:*", "*", Map.of());
    private final Object deny = statement("Deny", "dynamodb:GetItem", "*", Map.of());

    @Test
    void whatNothingAllowsIsDenied() {
      assertThat(policy().allows(get("a"))).isFalse();
      assertThat(policy(statement("Allow", "s3:*", "*", Map.of())).allows(get("a"))).isFalse();
    }

    @Test
    void aDenialOutdoesWhatAllowsInAnyOrder() {
      assertThat(policy(allow).allows(get("a"))).isTrue();
      assertThat(policy(allow, deny).allows(get("a"))).isFalse();
      assertThat(policy(deny, allow).allows(get("a"))).isFalse();
      assertThat(policy(allow, deny).allows(new AccessRequest("dynamodb:Query", TABLE, Map.of())))
          .isTrue();
    }

    @Test
    void aSessionMayDoWhatBothItsPolicyAndTheRoleAllow() {
      Policy reads = policy(statement("Allow", "dynamodb:GetItem", "*", Map.of()));
      Policy all = policy(allow);
      assertThat(Policy.allow(reads, all, get("a"))).isTrue();
      assertThat(Policy.allow(all, policy(), get("a"))).isFalse();
      assertThat(Policy.allow(policy(), all, get("a"))).isFalse();
      AccessRequest query = new AccessRequest("dynamodb:Query", TABLE, Map.of());
      assertThat(Policy.allow(reads, all, query)).isFalse();
      assertThat(Policy.allow(all, policy(allow, deny), get("a"))).isFalse();
    }
  }

  @Nested
  class Wildcards {
    @ParameterizedTest
    @CsvSource({
      "*, anything/at:all, true",
      "a*c, abbc, true",
      "a*c, abbd, false",
      "a?c, abc, true",
      "a?c, ac, false",
      "a*/x/*, ab/y/x/z, true",
      "4:demo#*, 4:demo#, true",
      "4:demo#*, 4:demo, false",
      "*a*b*, xxaxbx, true",
      "*a*b*, xxbxa, false",
      "abc, abcd, false",
      "abc*, abc, true"
    })
    void matchAnyCharactersOrOne(String pattern, String text, boolean matches) {
      assertThat(Patterns.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void actionsDoNotDistinguishCasesAndResourcesDo() {
      assertThat(policy(statement("Allow", "DynamoDB:getitem", TABLE, Map.of())).allows(get("a")))
          .isTrue();
      assertThat(
              policy(statement("Allow", "dynamodb:GetItem", TABLE.replace("/a", "/A"), Map.of()))
                  .allows(get("a")))
          .isFalse();
    }

    @Test
    void oneOfSeveralActionsAndResourcesIsEnough() {
      assertThat(
              policy(
                      statement(
                          "Allow",
                          List.of("s3:GetObject", "dynamodb:Get*"),
                          List.of("arn:aws:s3:::b/*", TABLE),
                          Map.of()))
                  .allows(get("a")))
          .isTrue();
    }
  }

  @Nested
  class Conditions {
    @Test
    void forAllValuesWantsEveryValueToMatchOne() {
      Map<String, ?> mine = keys("ForAllValues:StringLike", List.of("4:demo", "4:demo#*"));
      assertThat(holds(mine, get("4:demo", "4:demo#x"))).isTrue();
      assertThat(holds(mine, get("4:demo", "5:other"))).isFalse();
    }

    @Test
    void forAllValuesHoldsWithoutTheKeyUnlessNullForbidsIt() {
      assertThat(holds(keys("ForAllValues:StringLike", "4:demo"), get())).isTrue();
      Map<String, ?> present = keys("Null", "false");
      assertThat(holds(present, get())).isFalse();
      assertThat(holds(present, get("4:demo"))).isTrue();
      assertThat(holds(keys("Null", "true"), get())).isTrue();
    }

    @Test
    void forAnyValueWantsOneAndDoesNotHoldWithoutTheKey() {
      Map<String, ?> some = keys("ForAnyValue:StringEquals", "a");
      assertThat(holds(some, get("b", "a"))).isTrue();
      assertThat(holds(some, get("b"))).isFalse();
      assertThat(holds(some, get())).isFalse();
    }

    @Test
    void anOperatorOfOneValueDoesNotHoldWithoutTheKeyUnlessItSaysSo() {
      assertThat(holds(keys("StringLike", "a*"), get())).isFalse();
      assertThat(holds(keys("StringLikeIfExists", "a*"), get())).isTrue();
      assertThat(holds(keys("StringLikeIfExists", "a*"), get("b"))).isFalse();
      assertThat(holds(keys("StringNotEquals", "a"), get())).isTrue();
    }

    @Test
    void stringEqualsKnowsNoWildcards() {
      assertThat(holds(keys("StringEquals", "a*"), get("ab"))).isFalse();
      assertThat(holds(keys("StringEquals", "a*"), get("a*"))).isTrue();
      assertThat(holds(keys("StringNotLike", "a*"), get("ab"))).isFalse();
    }

    @Test
    void allOperatorsAndKeysMustHold() {
      Map<String, ?> both =
          Map.of(
              "StringEquals", Map.of("a", "1", "b", List.of("2", "3")),
              "StringLike", Map.of("c", "x*"));
      assertThat(holds(both, with("1", "3", "xy"))).isTrue();
      assertThat(holds(both, with("1", "4", "xy"))).isFalse();
      assertThat(holds(both, with("1", "3", "y"))).isFalse();
    }

    private static AccessRequest with(String a, String b, String c) {
      return new AccessRequest(
          "x:Y", "arn", Map.of("a", List.of(a), "b", List.of(b), "c", List.of(c)));
    }

    @Test
    void namesOfKeysDoNotDistinguishCases() {
      assertThat(holds(Map.of("StringEquals", Map.of("DYNAMODB:leadingkeys", "a")), get("a")))
          .isTrue();
    }
  }

  @Nested
  class Unknown {
    @Test
    void whatItDoesNotKnowIsRefusedAndNotPassedOver() {
      assertThatThrownBy(() -> holds(keys("StringSomething", "a"), get("a")))
          .hasMessage("unknown condition operator StringSomething");
      Map<String, Object> inverse = Map.of("Effect", "Allow", "NotAction", "a", "Resource", "*");
      assertThatThrownBy(() -> policy(inverse))
          .hasMessage("unknown element of a statement: NotAction");
      assertThatThrownBy(() -> policy(statement("Perhaps", "*", "*", Map.of())))
          .hasMessage("unknown effect: Perhaps");
      assertThatThrownBy(() -> Policy.of(Map.of("Statement", List.of())))
          .hasMessage("a policy's Version must be 2012-10-17");
    }
  }
}
