package io.waymark.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantPolicyTest {
  private static final TenantId DEMO = new TenantId("demo");

  /// The longest names of each kind.
  private static final Longest LONGEST =
      new Longest(
          new Installation("stageoftwelv", "123456789012", "ap-southeast-1"),
          new TenantId("t".repeat(63)));

  private record Longest(Installation installation, TenantId tenant) {}

  @Test
  void namesTheKeysAndFoldersOfOneTenant() {
    Installation installation = new Installation("test", "000000000000", "eu-central-1");
    assertThat(
            new TenantPolicy(
                    "aws", installation, TenantAccess.of(Handler.RECOMMEND_LISTS).orElseThrow())
                .of(DEMO))
        .isEqualTo(
            """
            {"Version":"2012-10-17","Statement":[\
            {"Effect":"Allow","Action":"dynamodb:*",\
            "Resource":"arn:aws:dynamodb:eu-central-1:000000000000:table/waymark-test-*",\
            "Condition":{"Null":{"dynamodb:LeadingKeys":"false"},\
            "ForAllValues:StringLike":{"dynamodb:LeadingKeys":["4:demo*"]}}},\
            {"Effect":"Allow","Action":"s3:*Object","Resource":[\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-models/demo/*",\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-item-data/demo/*",\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-user-data/demo/*"]},\
            {"Effect":"Allow","Action":"s3:ListBucket","Resource":[\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-models",\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-item-data",\
            "arn:aws:s3:::waymark-test-000000000000-eu-central-1-user-data"],\
            "Condition":{"StringLike":{"s3:prefix":["demo/*"]}}},\
            {"Effect":"Allow","Action":"kms:*",\
            "Resource":"arn:aws:kms:eu-central-1:000000000000:key/*"}]}""");
  }

  @Test
  void isTheSameForTheSameTenant() {
    TenantAccess access = TenantAccess.of(Handler.RECOMMEND_API).orElseThrow();
    assertThat(new TenantPolicy("aws", LONGEST.installation(), access).of(DEMO))
        .isEqualTo(new TenantPolicy("aws", LONGEST.installation(), access).of(DEMO))
        .isNotEqualTo(new TenantPolicy("aws", LONGEST.installation(), access).of(LONGEST.tenant()));
  }

  @ParameterizedTest
  @MethodSource("handlersWithARoleForTenants")
  void isShortEnoughForStsWithTheLongestNames(Handler handler) {
    TenantAccess access = TenantAccess.of(handler).orElseThrow();
    assertThat(new TenantPolicy("aws-us-gov", LONGEST.installation(), access).of(LONGEST.tenant()))
        .hasSizeLessThanOrEqualTo(TenantPolicy.MOST_CHARACTERS);
  }

  static Stream<Handler> handlersWithARoleForTenants() {
    return Arrays.stream(Handler.values()).filter(handler -> TenantAccess.of(handler).isPresent());
  }

  @Test
  void aFolderOfAnyTenantIsThatOfEach() {
    for (TenantFolder folder : TenantFolder.values()) {
      assertThat(folder.prefix(DEMO)).isEqualTo(folder.prefixOfAny().replace("*", "demo"));
    }
  }
}
