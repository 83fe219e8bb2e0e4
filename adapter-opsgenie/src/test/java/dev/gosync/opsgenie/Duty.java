package dev.gosync.opsgenie;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The state of one schedule in a fake: its rotations, and who is on call when. Used under the lock of the fake. */
final class Duty {
    /** One position in the order of duty. The id of an empty slot is empty. */
    record Standing(String type, String id) {
        boolean isEmpty() {
            return id.isEmpty();
        }

        /** A type that only this service knows, and no client does yet. */
        boolean isFuture() {
            return !isEmpty() && !Set.of("user", "team", "escalation").contains(type);
        }

        /** Reads {@code TYPE:ID}. */
        static Standing of(String text) {
            int colon = text.indexOf(':');
            return new Standing(text.substring(0, colon), text.substring(colon + 1));
        }
    }

    /** The participants who take turns. */
    static final class Turns {
        final String id;
        final String name;
        List<Standing> order;

        Turns(String id, String name, List<Standing> order) {
            this.id = id;
            this.name = name;
            this.order = List.copyOf(order);
        }
    }

    final String id;
    final String name;
    private final Map<String, Turns> rotations = new LinkedHashMap<>();
    private final TreeMap<Instant, List<String>> shifts = new TreeMap<>();

    /**
     * Makes a schedule with one rotation that holds an empty slot.
     *
     * @param emptySlot the vendor's word for it
     */
    Duty(String id, String name, String emptySlot) {
        this.id = id;
        this.name = name;
        rotation("Primary", List.of(new Standing(emptySlot, "")));
    }

    List<Turns> rotations() {
        return List.copyOf(rotations.values());
    }

    Optional<Turns> rotation(String rotation) {
        return Optional.ofNullable(rotations.get(rotation));
    }

    /** The first rotation. */
    Turns first() {
        return rotations().get(0);
    }

    Turns rotation(String rotation, List<Standing> order) {
        String uuid = "3ce33f53-69be-4b92-8d34-%012x".formatted(rotations.size() + 1);
        Turns turns = new Turns(uuid, rotation, order);
        rotations.put(uuid, turns);
        return turns;
    }

    void withoutRotations() {
        rotations.clear();
    }

    /** Adds a participant at the end of the first rotation, if it is not in it. */
    void join(Standing standing) {
        Turns turns = first();
        if (!turns.order.contains(standing)) {
            List<Standing> longer = new ArrayList<>(turns.order);
            longer.add(standing);
            turns.order = List.copyOf(longer);
        }
    }

    void onDuty(Instant from, List<String> people) {
        shifts.put(from, List.copyOf(people));
    }

    List<String> onDuty(Instant at) {
        Map.Entry<Instant, List<String>> shift = shifts.floorEntry(at);
        return shift == null ? List.of() : Objects.requireNonNull(shift.getValue());
    }
}
