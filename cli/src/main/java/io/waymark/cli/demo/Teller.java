package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.embedded.Options.PlatformAdmin;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// In whose name the story is told on a service that runs elsewhere: a tenant's admin, whom the
/// environment names, or that of a tenant which the operator of the environment makes for it.
final class Teller {
  private static final int PASSWORD_BYTES = 18;

  private Teller() {}

  /// @param tenant to make, where the environment has an operator's credentials
  static LogIn of(Api api, Map<String, String> environment, String tenant, Screen screen) {
    Optional<String> email = Optional.ofNullable(environment.get(RemoteApi.EMAIL));
    if (email.isPresent()) {
      return new LogIn(email.get(), environment.getOrDefault(RemoteApi.PASSWORD, ""));
    }
    PlatformAdmin operator =
        PlatformAdmins.of(environment)
            .orElseThrow(
                () ->
                    new StepException(
                        "--service needs in the environment %s and %s of the operator, who makes a tenant, or %s and %s of a tenant's admin"
                            .formatted(
                                PlatformAdmins.EMAIL,
                                PlatformAdmins.PASSWORD,
                                RemoteApi.EMAIL,
                                RemoteApi.PASSWORD)));
    return newAdmin(api, operator, tenant, screen);
  }

  private static LogIn newAdmin(Api api, PlatformAdmin operator, String tenant, Screen screen) {
    screen.step("Make the tenant " + tenant);
    JsonNode session =
        api.post(
            "/api/v1/auth/login",
            Map.of("email", operator.email(), "password", operator.password()));
    api.authorize(session.path("access_token").asText());
    LogIn admin = new LogIn("admin@" + tenant + ".example", password());
    api.post(
        "/api/v1/tenants",
        Map.of(
            "id",
            tenant,
            "name",
            tenant,
            "admin",
            Map.of("email", admin.email(), "password", admin.password())));
    screen.line("its admin logs in as %s / %s".formatted(admin.email(), admin.password()));
    screen.done();
    return admin;
  }

  private static String password() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }
}
