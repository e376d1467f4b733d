package io.waymark.cdk.data;

import java.util.Optional;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.iam.IGrantable;

/// PostgreSQL, as the functions that may reach it see it.
public sealed interface Database permits AuroraDatabase, ExternalDatabase {
  /// Who logs in.
  enum LogIn {
    /// The owner of the tables, who migrates them.
    OWNER,
    /// Who answers requests; may take on the role `waymark_app` and nothing else.
    REQUESTS
  }

  /// Where a function has to run to reach it; empty for anywhere.
  Optional<Place> place();

  /// Its address for the driver, without any secret: it names how the password is come by.
  String jdbcUrl(LogIn logIn);

  /// Lets `function` log in.
  void grant(IGrantable function, LogIn logIn);

  /// A private network, without a way out by IPv4.
  ///
  /// @param securityGroup whose members reach the database, and may call AWS's APIs
  record Place(IVpc vpc, SubnetSelection subnets, ISecurityGroup securityGroup) {}
}
