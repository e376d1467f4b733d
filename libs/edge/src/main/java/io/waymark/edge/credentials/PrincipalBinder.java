package io.waymark.edge.credentials;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.waymark.tenancy.Principal;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Gives controllers who calls, as an argument of type [Principal].
@Singleton
final class PrincipalBinder implements TypedRequestArgumentBinder<Principal> {
  private static final Argument<Principal> TYPE = Argument.of(Principal.class);

  @Override
  public Argument<Principal> argumentType() {
    return TYPE;
  }

  @Override
  public BindingResult<Principal> bind(
      ArgumentConversionContext<Principal> context, HttpRequest<?> source) {
    Optional<Principal> principal = Principals.of(source);
    return () -> principal;
  }
}
