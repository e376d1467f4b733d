package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
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

  private static boolean transact(RuntimeException thrown) {
    return StoreCalls.transact(
        new TenantId("shop"), "table models", _ -> new Refusing(thrown), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TransactionConflict", "ConditionalCheckFailed"})
  void aTransactionThatWasOvertakenWroteNothing(String code) {
    assertThat(transact(cancelled("None", code))).isFalse();
  }

  @Test
  void aTransactionThatFailsOtherwiseTellsNothing() {
    assertThatThrownBy(() -> transact(cancelled("ThrottlingError")))
        .isInstanceOf(StoreUnavailableException.class);
    TransactionCanceledException wrong = cancelled("ValidationError", "None");
    assertThatThrownBy(() -> transact(wrong)).isSameAs(wrong);
  }

  private record Refusing(RuntimeException reason) implements DynamoDbClient {
    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      throw reason;
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
