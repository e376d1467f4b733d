package io.waymark.cdk.data;

import io.waymark.cdk.config.DatabaseChoice;
import java.util.Optional;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/// A database that is there already. Its one user both migrates and answers requests.
public final class ExternalDatabase extends Construct implements Database {
  private final DatabaseChoice.External choice;
  private final ISecret secret;

  ExternalDatabase(Construct scope, String id, DatabaseChoice.External choice) {
    super(scope, id);
    this.choice = choice;
    this.secret = Secret.fromSecretPartialArn(this, "Secret", choice.secretArn());
  }

  @Override
  public Optional<Place> place() {
    return Optional.empty();
  }

  @Override
  public String jdbcUrl(LogIn logIn) {
    return JdbcUrls.withSecret(choice.url(), choice.secretArn());
  }

  @Override
  public void grant(IGrantable function, LogIn logIn) {
    secret.grantRead(function);
  }
}
