package dev.gosync.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * A team of the organization.
 *
 * @param id of the team
 * @param name unique in the organization
 * @param isDeletable whether this token may delete it
 * @param isWritable whether this token may change its members
 */
record Team(String id, String name, boolean isDeletable, boolean isWritable) {
    static Team read(JsonAnswer answer, JsonNode data) {
        String id = answer.id(data, "teams");
        JsonNode attributes = answer.object(data, "attributes");
        String name = answer.text(attributes, "name");
        JsonNode permissions = attributes.path("permissions");
        return new Team(
                id,
                name,
                permissions.path("can-destroy").asBoolean(true) && !isOwners(name),
                permissions.path("can-update-membership").asBoolean(true));
    }

    boolean isOwners() {
        return isOwners(name);
    }

    /** Every organization has this team, which cannot be deleted. */
    static boolean isOwners(String name) {
        return name.toLowerCase(Locale.ROOT).equals("owners");
    }
}
