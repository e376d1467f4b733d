package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.StoreUnavailableException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class StoreCallsTest {
  private static void ask(RuntimeException thrown) {
    Object _ =
        StoreCalls.<Object>ask(
            "table models",
            () -> {
              throw thrown;
            });
  }

  private static TransactionCanceledException cancelled(String... codes) {
    return TransactionCanceledException.builder()
        .cancellationReasons(
            Stream.of(codes).map(code -> CancellationReason.builder().code(code).build()).toList())
        .build();
  }

  @Test
  void aStoreThatDoesNotAnswerIsDown() {
    assertThatThrownBy(() -> ask(SdkClientException.create("connection refused")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("table models");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TransactionConflict", "ThrottlingError"})
  void aStoreThatHasNoTimeIsDown(String code) {
    assertThatThrownBy(() -> ask(cancelled("None", code)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aWrongRowOfATransactionIsAFaultOfOurs() {
    TransactionCanceledException wrong = cancelled("None", "ValidationError");
    assertThatThrownBy(() -> ask(wrong)).isSameAs(wrong);
  }
}
