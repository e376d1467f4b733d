package io.waymark.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The event that `auth-migrations` takes.
final class Migrations {
  private Migrations() {}

  static byte[] event(Optional<Options.PlatformAdmin> platformAdmin) {
    ObjectNode event = new ObjectMapper().createObjectNode().put("seed_demo", true);
    platformAdmin.ifPresent(
        admin ->
            event
                .putObject("platform_admin")
                .put("email", admin.email())
                .put("password", admin.password()));
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }
}
