package dev.gosync.entra;

import dev.gosync.testkit.FakeAnswer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group of {@link EntraFake}. */
final class FakeGroup {
    final String id;
    String name;
    List<String> types = List.of();
    boolean mailEnabled;

    @Nullable Boolean synced;

    boolean forRoles;

    /** The ids of users and other objects, in the order in which they joined. */
    final Set<String> members = new LinkedHashSet<>();

    FakeGroup(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** What Graph shows. */
    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#groups/$entity");
        fields.put("@microsoft.graph.tips", "Use $select to choose only the properties your app needs.");
        fields.put("id", id);
        fields.put("displayName", name);
        fields.put("groupTypes", types);
        fields.put("mailEnabled", mailEnabled);
        fields.put("securityEnabled", !mailEnabled);
        fields.put("onPremisesSyncEnabled", synced);
        fields.put("isAssignableToRole", forRoles ? true : null);
        return fields;
    }

    /** Why its members cannot be changed, in Graph's words. */
    Optional<FakeAnswer> refusal() {
        if (types.contains("DynamicMembership")) {
            return Optional.of(FakeGraph.error(403, "Authorization_RequestDenied", "Insufficient privileges."));
        }
        if (Boolean.TRUE.equals(synced)) {
            return Optional.of(FakeGraph.error(
                    400,
                    "Request_BadRequest",
                    "Unable to update the specified properties for on-premises mastered Directory Sync objects."));
        }
        if (mailEnabled && !types.contains("Unified")) {
            return Optional.of(FakeGraph.error(
                    400,
                    "Request_BadRequest",
                    "Cannot Update a mail-enabled security groups and or distribution list."));
        }
        return Optional.empty();
    }
}
