package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gosync.adapter.Matching;
import java.util.List;
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

    /** The fields that a client may send. Other fields of a known type are for reading only. */
    private static final List<String> WRITABLE = List.of("type", "id", "username", "name");

    /** Reads a participant. */
    static Participant read(JsonAnswer answer, JsonNode participant) {
        String type = answer.text(participant, "type");
        return new Participant(
                type,
                participant.path("id").asText(""),
                participant.path("username").asText(""),
                toWrite(type, participant));
    }

    /**
     * Returns what a write sends. A user, a team and an escalation are named by type and id. If they have no id, and for
     * an empty slot, the fields that a client may send are sent as they were read. A participant of any other type is
     * sent exactly as it was read.
     */
    private static JsonNode toWrite(String type, JsonNode participant) {
        JsonNode id = participant.path("id");
        boolean hasId = HAVE_IDS.contains(type);
        if (hasId && id.isTextual() && !id.textValue().isBlank()) {
            return object(type, "id", id.textValue());
        }
        if (!hasId && !EMPTY_SLOT.contains(type)) {
            return participant;
        }
        ObjectNode written = participant.<ObjectNode>deepCopy().retain(WRITABLE);
        if (type.equals("noone") && id.isMissingNode()) {
            written.putNull("id"); // Atlassian's own client always sends it
        }
        return written;
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
