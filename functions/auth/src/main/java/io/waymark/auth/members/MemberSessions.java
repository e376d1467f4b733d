package io.waymark.auth.members;

import io.waymark.tenancy.TenantId;
import java.util.UUID;

/// What a change of a member means for its sessions.
public interface MemberSessions {
  /// Ends every session of the member; to be called in the transaction of the change.
  void endAll(TenantId tenant, UUID member);
}
