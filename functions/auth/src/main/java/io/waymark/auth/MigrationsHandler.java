package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.auth.database.JdbcMigrations;
import io.waymark.auth.factors.FactorKey;
import io.waymark.auth.outbox.Sweep;
import io.waymark.auth.restore.Restored;
import io.waymark.auth.restore.Restores;
import io.waymark.auth.signing.SigningKeys;
import io.waymark.auth.tenants.FirstMember;
import io.waymark.auth.tenants.TenantResult;
import io.waymark.auth.tenants.Tenants;
import io.waymark.edge.LambdaEventHandler;
import io.waymark.edge.WaymarkConfig;
import io.waymark.tenancy.Role;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Inject;
import java.io.Serial;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Readies an installation: migrates its database, makes its keys, brings waiting projections to
/// the hot path and, if asked, makes its first tenants. A deployment calls it before any other
/// function runs; it may be called again at any time and then changes nothing.
public final class MigrationsHandler
    extends LambdaEventHandler<MigrationsHandler.MigrationsRequest, MigrationsHandler.Migrated> {
  private static final TenantId DEMO = new TenantId("demo");
  private static final Duration DRAIN = Duration.ofMinutes(1);

  /// What the last part of a restore, and draining after it, may take.
  private static final Duration SPARE = Duration.ofMinutes(2);

  private static final FirstMember DEMO_ADMIN =
      new FirstMember("admin@demo.com", "demo123456", Role.ADMIN);

  @Inject JdbcMigrations migrations;
  @Inject SigningKeys keys;
  @Inject FactorKey factorKey;
  @Inject Tenants tenants;
  @Inject Sweep sweep;
  @Inject Restores restores;
  @Inject WaymarkConfig waymark;
  @Inject Clock clock;

  public MigrationsHandler() {
    super(MigrationsRequest.class);
  }

  MigrationsHandler(ApplicationContext context) {
    super(MigrationsRequest.class, context);
  }

  /// What to do beside migrating.
  ///
  /// @param seedDemo whether to make the sample tenant, which a deployed stage refuses
  /// @param platformAdmin the first operator
  /// @param restored the time that the database was restored to, as of RFC 3339: brings the hot
  ///   path in line, once for each time
  @Serdeable
  public record MigrationsRequest(
      @Nullable Boolean seedDemo,
      @Nullable PlatformAdmin platformAdmin,
      @Nullable String restored) {}

  /// Who is to operate the installation.
  @Serdeable
  public record PlatformAdmin(String email, String password) {
    @Override
    public String toString() {
      return "PlatformAdmin[" + email + "]";
    }
  }

  /// What was done.
  ///
  /// @param projections how many waiting ones were written
  /// @param restored what of a restore, if one was asked for
  @Serdeable
  public record Migrated(
      int applied,
      String version,
      int projections,
      List<String> tenants,
      @Nullable Restored restored) {}

  @Override
  protected Migrated handle(MigrationsRequest request, Context context) {
    boolean seedDemo = Boolean.TRUE.equals(request.seedDemo());
    if (seedDemo && !waymark.embedded()) {
      throw new RefusedException(
          "seed_demo: the sample tenant, whose password everybody knows, is for the embedded"
              + " service only");
    }
    Optional<Instant> restoredTo = Optional.ofNullable(request.restored()).map(this::past);
    JdbcMigrations.Result migrated = migrate();
    keys.prepare();
    factorKey.prepare();
    Optional<Restored> restored =
        restoredTo.map(
            time ->
                restores.run(
                    time, Duration.ofMillis(context.getRemainingTimeInMillis()).minus(SPARE)));
    if (seedDemo) {
      TenantResult sample = tenants.ensureSample(DEMO, "Demo Company", DEMO_ADMIN);
      if (!(sample instanceof TenantResult.Taken)) { // which it is where it was deleted
        check(sample, DEMO);
      }
    }
    if (request.platformAdmin() != null) {
      PlatformAdmin admin = request.platformAdmin();
      FirstMember first = new FirstMember(admin.email(), admin.password(), Role.PLATFORM_ADMIN);
      check(tenants.ensure(TenantId.PLATFORM, "Platform", first), TenantId.PLATFORM);
    }
    List<String> made = seedDemo ? List.of(DEMO.value()) : List.of();
    return new Migrated(
        migrated.applied(), migrated.version(), drainAll(), made, restored.orElse(null));
  }

  private Instant past(String text) {
    try {
      Instant time = Instant.parse(text);
      if (time.isAfter(clock.instant())) {
        throw new RefusedException("restored: " + text + " is yet to come");
      }
      return time;
    } catch (DateTimeParseException e) {
      throw new RefusedException(
          "restored: must be the time that the database was restored to, like"
              + " 2026-11-20T09:30:00Z, which tells one restore from the next");
    }
  }

  private JdbcMigrations.Result migrate() {
    try {
      return migrations.migrate();
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be migrated", e);
    }
  }

  private static void check(TenantResult result, TenantId tenant) {
    switch (result) {
      case TenantResult.Done done -> {}
      case TenantResult.Invalid(String field, String message) ->
          throw new RefusedException(field + " " + message);
      case TenantResult.EmailTaken() ->
          throw new RefusedException("the e-mail belongs to a member of another tenant");
      case TenantResult.Taken(), TenantResult.Unknown() ->
          throw new RefusedException(tenant + " was made or ended meanwhile; try again");
      case TenantResult.Locking(String reason) -> throw new RefusedException(reason);
    }
  }

  /// Brings to the hot path what earlier changes of any tenant left over.
  private int drainAll() {
    int written = 0;
    Sweep.Swept swept;
    do {
      swept = sweep.run(DRAIN);
      written += swept.written();
    } while (!swept.complete() && swept.written() > 0);
    return written;
  }

  /// The request asks for what must not be. Lambda hands the message to the caller.
  static final class RefusedException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
