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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  /// The key first: what one key may not do shall cost its tenant nothing. What the tenant has set
  /// itself next, and in any case what the operator has: so no limit lets more through than that.
  private Admission take(Principal caller, EndpointClass endpoints) {
    TenantLimits limits =
        access.standing(caller.tenant()).map(TenantStanding::limits).orElse(TenantLimits.NONE);
    String name = endpoints.text();
    List<Supplier<Optional<Admission>>> inTurn =
        List.of(
            () ->
                switch (caller) {
                  case Principal.ApiKey key ->
                      limits
                          .ofKey(endpoints)
                          .map(it -> take(key, name + ":key:" + key.subject(), it));
                  case Principal.Member _ -> Optional.empty();
                },
            () -> limits.of(endpoints).map(it -> take(caller, name + ":own", it)),
            () -> Optional.of(take(caller, name, limits.ceiling(endpoints))));
    Admission tightest = new Admission.Uncounted();
    for (Supplier<Optional<Admission>> each : inTurn) {
      Optional<Admission> admission = each.get();
      if (admission.isPresent() && admission.get() instanceof Admission.Exceeded) {
        return admission.get();
      }
      tightest = tighter(tightest, admission.orElse(tightest));
    }
    return tightest;
  }

  private Admission take(Principal caller, String name, Limit limit) {
    return budgets.take(caller.tenant(), name, limit);
  }

  /// What is not counted says nothing.
  private static Admission tighter(Admission one, Admission other) {
    if (!(one instanceof Admission.Admitted(Quota first))) {
      return other;
    }
    return other instanceof Admission.Admitted(Quota second)
            && second.remaining() < first.remaining()
        ? other
        : one;
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
