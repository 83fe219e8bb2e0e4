package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.Matching;
import java.util.Set;

/**
 * One position in the order of duty.
 *
 * @param type {@code user}, {@code team}, {@code escalation}, the word for an empty slot, or a type that is not known
 *     yet
 * @param id the service's id; empty if it is not known or there is none
 * @param username a user's e-mail address in Opsgenie; otherwise empty
 * @param toWrite how it is written
 */
record Participant(String type, String id, String username, JsonNode toWrite) {
    /** Opsgenie's word for an empty slot, and that of Jira Service Management. */
    private static final Set<String> EMPTY_SLOT = Set.of("none", "noone");

    private static final Set<String> HAVE_IDS = Set.of("user", "team", "escalation");

    /** Reads a participant. It is written back by type and id if both are known, otherwise exactly as it was read. */
    static Participant read(JsonAnswer answer, JsonNode participant) {
        String type = answer.text(participant, "type");
        String id = participant.path("id").asText("");
        boolean isKnown = HAVE_IDS.contains(type) && participant.path("id").isTextual() && !id.isBlank();
        return new Participant(
                type, id, participant.path("username").asText(""), isKnown ? object(type, "id", id) : participant);
    }

    /** Makes a user whom Opsgenie knows by the e-mail address. */
    static Participant ofUsername(String email) {
        return new Participant("user", "", email, object("user", "username", email));
    }

    /** Makes a user whom Jira Service Management knows by the account id. */
    static Participant ofAccount(String id) {
        return new Participant("user", id, "", object("user", "id", id));
    }

    private static ObjectNode object(String type, String field, String value) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put(field, value);
    }

    boolean isPerson() {
        return type.equals("user");
    }

    /** {@return whether nobody is on duty in this position} A type that is not known yet is not an empty slot. */
    boolean isEmptySlot() {
        return EMPTY_SLOT.contains(type);
    }

    /** {@return what makes two participants the same one} The id stays when the e-mail address changes. */
    String key() {
        boolean hasNameOnly = id.isBlank() && !username.isBlank();
        return type + " " + (hasNameOnly ? Matching.ignoringCase().key(username) : id);
    }
}
