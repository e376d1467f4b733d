package io.waymark.testing.iam;

import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Answers for AWS where a session of [LocalSts] asks for more than it may. A module's tests have
/// all their clients of DynamoDB and S3 so by naming this class in the resource
/// `software/amazon/awssdk/global/handlers/execution.interceptors`. Requests with other credentials
/// pass.
public final class PolicyEnforcer implements ExecutionInterceptor {
  private static final String TOKEN = "X-Amz-Security-Token";
  private static final String DENIED =
      "<Error><Code>AccessDenied</Code><Message>no session policy allows it</Message></Error>";

  private final AccessRequests requests = new AccessRequests(new Resources(LocalAws.INSTALLATION));

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    session(context.httpRequest())
        .ifPresent(
            session ->
                requests.of(context.request()).stream()
                    .filter(request -> !session.allows(request))
                    .findFirst()
                    .ifPresent(
                        refused -> {
                          throw context.request() instanceof DynamoDbRequest
                              ? refusedByDynamoDb(refused)
                              : refusedByS3(refused);
                        }));
  }

  /// Who may not list a whole bucket is not told that an object is missing.
  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    return response.statusCode() == HttpStatusCode.NOT_FOUND && isNotTold(context)
        ? response.toBuilder()
            .statusCode(HttpStatusCode.FORBIDDEN)
            .removeHeader("Content-Length")
            .build()
        : response;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.httpResponse().statusCode() == HttpStatusCode.FORBIDDEN
            && context.request() instanceof GetObjectRequest
            && isNotTold(context)
        ? Optional.of(new ByteArrayInputStream(DENIED.getBytes(StandardCharsets.UTF_8)))
        : context.responseBody();
  }

  private boolean isNotTold(Context.ModifyHttpResponse context) {
    Optional<String> bucket =
        switch (context.request()) {
          case GetObjectRequest get -> Optional.of(get.bucket());
          case HeadObjectRequest head -> Optional.of(head.bucket());
          default -> Optional.empty();
        };
    return bucket
        .map(requests::listingWhole)
        .filter(
            listing ->
                session(context.httpRequest())
                    .filter(session -> !session.allows(listing))
                    .isPresent())
        .isPresent();
  }

  private static Optional<LocalSts.Session> session(SdkHttpRequest request) {
    return request.firstMatchingHeader(TOKEN).flatMap(LocalSts::session);
  }

  private static RuntimeException refusedByDynamoDb(AccessRequest refused) {
    return DynamoDbException.builder()
        .message(message(refused))
        .statusCode(HttpStatusCode.BAD_REQUEST)
        .awsErrorDetails(details("AccessDeniedException", refused))
        .build();
  }

  private static RuntimeException refusedByS3(AccessRequest refused) {
    return S3Exception.builder()
        .message(message(refused))
        .statusCode(HttpStatusCode.FORBIDDEN)
        .awsErrorDetails(details("AccessDenied", refused))
        .build();
  }

  private static AwsErrorDetails details(String code, AccessRequest refused) {
    return AwsErrorDetails.builder()
        .errorCode(code)
        .errorMessage(message(refused))
        // S3's client looks into it, whatever has failed.
        .sdkHttpResponse(SdkHttpResponse.builder().statusCode(HttpStatusCode.FORBIDDEN).build())
        .build();
  }

  private static String message(AccessRequest refused) {
    return "no session policy allows %s on %s with %s"
        .formatted(refused.action(), refused.resource(), refused.context());
  }
}
