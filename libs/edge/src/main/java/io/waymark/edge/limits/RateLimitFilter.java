package io.waymark.edge.limits;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.waymark.edge.Problem;
import io.waymark.edge.ProblemAnswers;
import io.waymark.edge.credentials.CachedAccess;
import io.waymark.edge.credentials.Principals;
import io.waymark.edge.credentials.TenantStanding;
import io.waymark.tenancy.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Serves no request beyond the limits of its key and its tenant. Requests without a credential
/// belong to no tenant and are not counted here.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RateLimitFilter implements Ordered {
  private static final String QUOTA = "waymark.quota";

  private final Budgets budgets;
  private final CachedAccess access;

  RateLimitFilter(Budgets budgets, CachedAccess access) {
    this.budgets = budgets;
    this.access = access;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  /// Null lets the request go on, as the framework has it.
  @RequestFilter
  @Nullable MutableHttpResponse<Problem> admit(HttpRequest<?> request) {
    Optional<Principal> caller = Principals.of(request);
    if (caller.isEmpty()) {
      return null;
    }
    EndpointClass endpoints = EndpointClass.of(request.getPath());
    return switch (take(caller.get(), endpoints)) {
      case Admission.Admitted(Quota quota) -> {
        request.setAttribute(QUOTA, quota);
        yield null;
      }
      case Admission.Exceeded(Quota quota) -> refusal(request, endpoints, quota);
      case Admission.Uncounted() -> null;
    };
  }

  @ResponseFilter
  void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request.getAttribute(QUOTA, Quota.class).ifPresent(quota -> describe(quota, response));
  }

  /// The key first: what one key may not do shall cost its tenant nothing.
  private Admission take(Principal caller, EndpointClass endpoints) {
    TenantLimits limits =
        access.standing(caller.tenant()).map(TenantStanding::limits).orElse(TenantLimits.NONE);
    Optional<Admission> ofKey =
        switch (caller) {
          case Principal.ApiKey key -> limits.ofKey(endpoints).map(it -> take(key, endpoints, it));
          case Principal.Member _ -> Optional.empty();
        };
    if (ofKey.isPresent() && ofKey.get() instanceof Admission.Exceeded) {
      return ofKey.get();
    }
    Admission ofTenant = budgets.take(caller.tenant(), endpoints.text(), limits.of(endpoints));
    return ofKey.map(admission -> tighter(admission, ofTenant)).orElse(ofTenant);
  }

  private Admission take(Principal.ApiKey key, EndpointClass endpoints, Limit limit) {
    return budgets.take(key.tenant(), endpoints.text() + ":key:" + key.subject(), limit);
  }

  private static Admission tighter(Admission ofKey, Admission ofTenant) {
    return ofKey instanceof Admission.Admitted(Quota one)
            && ofTenant instanceof Admission.Admitted(Quota other)
            && one.remaining() < other.remaining()
        ? ofKey
        : ofTenant;
  }

  private static MutableHttpResponse<Problem> refusal(
      HttpRequest<?> request, EndpointClass endpoints, Quota quota) {
    Limit limit = quota.limit();
    MutableHttpResponse<Problem> answer =
        ProblemAnswers.of(
            request,
            HttpStatus.TOO_MANY_REQUESTS,
            "the limit of %d requests in %d s to %s endpoints is used up; send it again in %d s"
                .formatted(
                    limit.requests(),
                    limit.windowSeconds(),
                    endpoints.text(),
                    quota.resetSeconds()));
    describe(quota, answer);
    return answer.header(HttpHeaders.RETRY_AFTER, Long.toString(quota.resetSeconds()));
  }

  private static void describe(Quota quota, MutableHttpResponse<?> response) {
    response.header("RateLimit-Limit", Long.toString(quota.limit().requests()));
    response.header("RateLimit-Remaining", Long.toString(quota.remaining()));
    response.header("RateLimit-Reset", Long.toString(quota.resetSeconds()));
  }
}
