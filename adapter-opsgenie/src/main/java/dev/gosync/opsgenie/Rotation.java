package dev.gosync.opsgenie;

import java.util.List;

/**
 * Those who take turns in a schedule, as they were read.
 *
 * @param schedule the id of its schedule
 * @param id its id
 * @param name its name; may be empty
 * @param participants in the order of duty, in which one may stand more than once
 */
record Rotation(String schedule, String id, String name, List<Participant> participants) {
    Rotation {
        participants = List.copyOf(participants);
    }

    boolean isCalled(String idOrName) {
        return id.equals(idOrName) || name.equals(idOrName);
    }
}
