package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import java.util.List;
import java.util.Optional;

/**
 * A group, and whether its members can be changed.
 *
 * @param id the object id
 * @param types {@code Unified}, {@code DynamicMembership}
 * @param isMailEnabled whether it has an e-mail address
 * @param isSynchronized whether its members come from a directory of the company
 * @param needsRole whether it can be assigned to a role
 */
record TargetGroup(String id, List<String> types, boolean isMailEnabled, boolean isSynchronized, boolean needsRole) {
    /** What to ask Graph for. */
    static final String FIELDS =
            "id,displayName,groupTypes,mailEnabled,securityEnabled,onPremisesSyncEnabled,isAssignableToRole";

    TargetGroup {
        types = List.copyOf(types);
    }

    static TargetGroup read(JsonAnswer answer, JsonNode group) {
        String id = answer.text(group, "id");
        if (!group.path("groupTypes").isArray()) {
            throw answer.failures().hiddenGroup(answer.place(), answer.operation());
        }
        return new TargetGroup(
                id,
                JsonAnswer.texts(group, "groupTypes"),
                group.path("mailEnabled").asBoolean(false),
                group.path("onPremisesSyncEnabled").asBoolean(false),
                group.path("isAssignableToRole").asBoolean(false));
    }

    /** {@return why its members cannot be changed through Graph, if that is so} */
    Optional<AdapterException> readOnly(EntraFailures failures, String place) {
        if (types.contains("DynamicMembership")) {
            return Optional.of(failures.readOnly(
                    place,
                    EntraApi.GET_GROUP,
                    "a rule decides who its members are (dynamic membership)",
                    "Change the rule, or change the membership type of the group to assigned."));
        }
        if (isSynchronized) {
            return Optional.of(failures.readOnly(
                    place,
                    EntraApi.GET_GROUP,
                    "its members are synchronized from an on-premises directory",
                    "Change the group in that directory, or use another group."));
        }
        if (isMailEnabled && !types.contains("Unified")) {
            return Optional.of(failures.readOnly(
                    place,
                    EntraApi.GET_GROUP,
                    "it is a distribution list or a mail-enabled security group, which Graph cannot change",
                    "Use a security group or a Microsoft 365 group."));
        }
        return Optional.empty();
    }
}
