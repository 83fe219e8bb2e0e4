package dev.gosync.opsgenie;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One rotation of a schedule, as it was read.
 *
 * @param schedule the id of its schedule
 * @param id its id
 * @param name its name; may be empty
 * @param participants in the order of duty; one participant may stand in it more than once
 */
record Rotation(String schedule, String id, String name, List<Participant> participants) {
    Rotation {
        participants = List.copyOf(participants);
    }

    static Rotation read(JsonAnswer answer, String schedule, JsonNode rotation) {
        return new Rotation(
                schedule,
                answer.text(rotation, "id"),
                rotation.path("name").asText(""),
                answer.list(rotation, "participants").stream()
                        .map(each -> Participant.read(answer, each))
                        .toList());
    }

    boolean isCalled(String idOrName) {
        return id.equals(idOrName) || name.equals(idOrName);
    }

    /** {@return the name, or the id of a rotation without a name} */
    String title() {
        return name.isBlank() ? id : name;
    }
}
