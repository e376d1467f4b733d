package io.waymark.edge;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.resilience.Breaker;
import io.waymark.edge.resilience.Breakers;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/// A controller as the functions write them, to test what is around it.
@Controller("/echo")
@Secured(SecurityRule.IS_ANONYMOUS)
class EchoController {
  private final Breakers breakers;

  EchoController(Breakers breakers) {
    this.breakers = breakers;
  }

  @Serdeable
  record EchoRequest(
      @NotBlank String userId,
      @Min(1) @Max(100) @Nullable Integer count,
      @Nullable @Valid List<@Valid Line> moreLines,
      @Nullable Kind kind,
      @Nullable Boolean loud,
      @Nullable List<String> tags,
      @Nullable Map<String, String> notes) {}

  @Serdeable
  record Line(@NotBlank String itemId, double price) {}

  enum Kind {
    BIG,
    SMALL
  }

  @Serdeable
  record EchoResponse(String userId, int count, Optional<String> tenantId) {}

  @Post
  EchoResponse echo(@Body @Valid EchoRequest request) {
    int count = request.count() == null ? 10 : request.count();
    return new EchoResponse(request.userId(), count, Optional.empty());
  }

  @Get("/page")
  EchoResponse page(@QueryValue int limit) {
    return new EchoResponse("u", limit, Optional.empty());
  }

  @Get("/pages")
  EchoResponse pages(@QueryValue @Nullable Integer limit, @QueryValue @Nullable List<String> of) {
    return new EchoResponse(
        of == null ? "none" : String.join("+", of), limit == null ? 0 : limit, Optional.empty());
  }

  @Get("/from")
  EchoResponse from(SourceAddress from) {
    return new EchoResponse(from.text(), 0, Optional.empty());
  }

  @Get("/conflict")
  HttpResponse<?> conflict() {
    throw Problems.conflict("it is taken");
  }

  @Get("/busy")
  HttpResponse<?> busy() {
    throw new StoreUnavailableException("table x", new IllegalStateException("down"));
  }

  /// A store whose breaker is open.
  @Get("/not-asked")
  HttpResponse<?> notAsked() {
    Breaker breaker = breakers.of(Dependency.SECRETS_MANAGER);
    try {
      for (int attempt = 0; ; attempt++) {
        breaker.enter();
        breaker.failed(new IllegalStateException("attempt " + attempt));
      }
    } catch (OpenBreakerException open) {
      throw new StoreUnavailableException("table x", SdkClientException.create("x", open));
    }
  }

  @Get("/bug")
  HttpResponse<?> bug() {
    throw new IllegalStateException("secret detail");
  }

  @Get("/other-bug")
  HttpResponse<?> otherBug() {
    throw new IllegalStateException("secret detail");
  }

  @Get("/item/{id}{?x}")
  EchoResponse item(String id, @Nullable Integer x) {
    return new EchoResponse(id, x == null ? 0 : x, Optional.empty());
  }

  @Get("/me")
  @Secured(Scope.Names.RECOMMEND_READ)
  EchoResponse me(Principal principal) {
    return new EchoResponse(
        principal.subject(), principal.scopes().size(), Optional.of(principal.tenant().value()));
  }

  @Get("/admin")
  @Secured(Scope.Names.PLATFORM)
  EchoResponse admin(Principal principal) {
    return me(principal);
  }
}
