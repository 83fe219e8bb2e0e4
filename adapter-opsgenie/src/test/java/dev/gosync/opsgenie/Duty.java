package dev.gosync.opsgenie;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The state of one schedule in a fake: its rotations, and who is on call when. Used under the lock of the fake. */
final class Duty {
    /** When the rotations begin, which are weekly. */
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    /** One position in the order of duty. The id of an empty slot is empty. */
    record Standing(String type, String id) {
        private static final Set<String> KNOWN = Set.of("user", "team", "escalation");

        boolean isEmpty() {
            return id.isEmpty();
        }

        /** A type that only this service knows, and no client does yet. */
        boolean isFuture() {
            return !isEmpty() && !KNOWN.contains(type);
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
        private List<Standing> order;

        /** What {@link #withoutPeople} returned, until something changes: it is asked once for each member. */
        private @Nullable String withoutPeople;

        /** All else that a client may write. */
        private final Map<String, @Nullable Object> settings = new LinkedHashMap<>();

        Turns(String id, String name, @Nullable Object timeRestriction, List<Standing> order) {
            this.id = id;
            this.order = List.copyOf(order);
            settings.put("name", name);
            settings.put("startDate", START.toString());
            settings.put("endDate", null);
            settings.put("type", "weekly");
            settings.put("length", 1);
            settings.put("timeRestriction", timeRestriction);
        }

        List<Standing> order() {
            return order;
        }

        void order(List<Standing> participants) {
            order = List.copyOf(participants);
            withoutPeople = null;
        }

        String name() {
            return String.valueOf(settings.get("name"));
        }

        Map<String, @Nullable Object> settings() {
            return Collections.unmodifiableMap(settings);
        }

        /** Takes over what the body of an update holds beside the participants. */
        void set(Map<String, @Nullable Object> body) {
            settings.putAll(body);
            settings.remove("participants");
            withoutPeople = null;
        }

        /**
         * Returns all that a change of people must leave as it is: the settings, and the participants that are no people,
         * in order.
         *
         * @param isMember whether a participant is a person with a thing; always the same, and it never changes for a
         *     participant
         */
        String withoutPeople(Predicate<Standing> isMember) {
            String all = withoutPeople;
            if (all == null) {
                all = settings + " " + order.stream().filter(isMember.negate()).toList();
                withoutPeople = all;
            }
            return all;
        }
    }

    final String id;
    final String name;
    private final @Nullable Object timeRestriction;
    private final Map<String, Turns> rotations = new LinkedHashMap<>();
    private final TreeMap<Instant, List<String>> shifts = new TreeMap<>();

    /**
     * Makes a schedule with one rotation that holds an empty slot.
     *
     * @param emptySlot the vendor's word for it
     * @param timeRestriction that of each rotation
     */
    Duty(String id, String name, String emptySlot, @Nullable Object timeRestriction) {
        this.id = id;
        this.name = name;
        this.timeRestriction = timeRestriction;
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
        Turns turns = new Turns(uuid, rotation, timeRestriction, order);
        rotations.put(uuid, turns);
        return turns;
    }

    void withoutRotations() {
        rotations.clear();
    }

    /** Adds a participant at the end of the first rotation, if it is not in it. */
    void join(Standing standing) {
        Turns turns = first();
        if (!turns.order().contains(standing)) {
            List<Standing> longer = new ArrayList<>(turns.order());
            longer.add(standing);
            turns.order(longer);
        }
    }

    void onDuty(Instant from, List<String> people) {
        shifts.put(from, List.copyOf(people));
    }

    /** Adds people to the first shift who are not in it. */
    void alsoOnDuty(List<String> people) {
        Set<String> all = new LinkedHashSet<>(onDuty(Instant.EPOCH));
        all.addAll(people);
        onDuty(Instant.EPOCH, List.copyOf(all));
    }

    /** The shift at this time; if no shift is set, the turn of the first rotation. */
    List<String> onDuty(Instant at) {
        if (shifts.isEmpty()) {
            return rotations.isEmpty() || at.isBefore(START) ? List.of() : onTurn(at);
        }
        Map.Entry<Instant, List<String>> shift = shifts.floorEntry(at);
        return shift == null ? List.of() : Objects.requireNonNull(shift.getValue());
    }

    /** Both services count the turns of all participants from the start date. */
    private List<String> onTurn(Instant at) {
        List<Standing> order = first().order;
        if (order.isEmpty()) {
            return List.of();
        }
        long week = Duration.between(START, at).toDays() / 7;
        Standing turn = order.get((int) (week % order.size()));
        return turn.type().equals("user") ? List.of(turn.id()) : List.of();
    }
}
