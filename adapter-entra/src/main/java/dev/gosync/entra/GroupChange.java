package dev.gosync.entra;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change of the members of a group, for which everything has been looked up. For one thread only. */
final class GroupChange {
    static final String ADD_MEMBERS = "add members";
    static final String REMOVE_MEMBERS = "remove members";

    /** So many users go into one request that adds several. */
    private static final int IN_ONE_REQUEST = 20;

    /** Graph has no code for it, so this is a part of its message. */
    private static final String ALREADY_EXIST = "already exist";

    private static final int DONE = 204;
    private static final int INVALID = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final EntraApi api;
    private final EntraDirectory directory;
    private final GroupKey key;
    private final String place;
    private final TargetGroup group;
    private final Change rest;
    private final Map<String, String> added;
    private final Map<String, List<String>> removed;
    private final Map<String, AdapterException> cannot;
    private final List<String> staying;

    /** The users that an earlier request may have added, since its answer was lost. */
    private final Set<String> unclear = new HashSet<>();

    /**
     * Makes a change.
     *
     * @param rest what is left to do
     * @param added the id of the user, by addition
     * @param removed the ids of the users, by removal
     * @param cannot why a thing cannot be added or removed, found out before
     * @param staying the removals of users that are also added
     */
    GroupChange(
            EntraApi api,
            EntraDirectory directory,
            GroupKey key,
            String place,
            TargetGroup group,
            Change rest,
            Map<String, String> added,
            Map<String, List<String>> removed,
            Map<String, AdapterException> cannot,
            List<String> staying) {
        this.api = api;
        this.directory = directory;
        this.key = key;
        this.place = place;
        this.group = group;
        this.rest = rest;
        this.added = added;
        this.removed = removed;
        this.cannot = cannot;
        this.staying = staying;
    }

    /** {@return what is left to do} */
    Change rest() {
        return rest;
    }

    void reportWhatIsNotTried(Outcomes outcomes) {
        cannot.forEach(outcomes::failed);
        staying.forEach(thing -> outcomes.succeeded(thing, "the same user is added, and stays"));
    }

    // --- Additions

    /**
     * Adds up to 400 users in one batch, 20 in each of its requests. Graph refuses all 20 because of one of them: then each
     * is added by a single request.
     */
    void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        List<String> alone = new ArrayList<>();
        List<String> next = things;
        while (!next.isEmpty()) {
            List<String> again = new ArrayList<>();
            outcomes.batches(next, IN_ONE_REQUEST * GraphBatch.MOST, batch -> addMany(batch, alone, again, outcomes));
            next = again;
        }
        outcomes.batches(alone, GraphBatch.MOST, batch -> addEach(batch, outcomes));
    }

    private void addMany(List<String> things, List<String> alone, List<String> again, Outcomes outcomes)
            throws InterruptedException {
        Map<String, List<String>> byUser = byUser(things);
        List<String> users = List.copyOf(byUser.keySet());
        List<List<String>> chunks = new ArrayList<>();
        List<GraphBatch.Part> parts = new ArrayList<>();
        for (int from = 0; from < users.size(); from += IN_ONE_REQUEST) {
            List<String> chunk = users.subList(from, Math.min(from + IN_ONE_REQUEST, users.size()));
            chunks.add(chunk);
            parts.add(api.addMembers(group.id(), chunk));
        }
        GraphBatch batch = api.batch(place, ADD_MEMBERS, parts);
        for (int part = 0; part < parts.size(); part++) {
            List<String> chunk = chunks.get(part);
            List<String> ofChunk = chunk.stream()
                    .flatMap(user -> byUser.getOrDefault(user, List.of()).stream())
                    .toList();
            Optional<JsonAnswer> answer = batch.answer(part);
            if (answer.isEmpty()) {
                AdapterException failure = batch.failure().orElseThrow();
                ofChunk.forEach(thing -> outcomes.failed(thing, failure));
            } else if (answer.get().status() == DONE) {
                ofChunk.forEach(outcomes::succeeded);
            } else if (answer.get().http().isSuccess()) {
                AdapterException failure = answer.get().malformed("it is no 204");
                ofChunk.forEach(thing -> outcomes.failed(thing, failure));
            } else {
                if (batch.mayHaveBeenDone(part)) {
                    unclear.addAll(chunk);
                }
                outcomes.postpone(ofChunk);
                (GraphBatch.wasNotTried(answer.get()) ? again : alone).addAll(ofChunk);
            }
        }
    }

    private void addEach(List<String> things, Outcomes outcomes) throws InterruptedException {
        Map<String, List<String>> byUser = byUser(things);
        List<String> users = List.copyOf(byUser.keySet());
        GraphBatch batch = api.batch(
                place,
                ADD_MEMBERS,
                users.stream().map(user -> api.addMember(group.id(), user)).toList());
        Refusals refusals = new Refusals(batch, users.size());
        for (int part = 0; part < users.size(); part++) {
            String user = users.get(part);
            List<String> ofUser = byUser.getOrDefault(user, List.of());
            Optional<JsonAnswer> answer = batch.answer(part);
            boolean mayBeOurs = unclear.contains(user) || batch.mayHaveBeenDone(part);
            try {
                if (answer.isPresent() && answer.get().status() == INVALID && refusals.isMember(user, answer.get())) {
                    ofUser.forEach(mayBeOurs ? outcomes::succeeded : outcomes::alreadyThere);
                    continue;
                }
                refusals.check(answer);
                ofUser.forEach(outcomes::succeeded);
            } catch (AdapterException e) {
                if (e.kind() == FailureKind.UNKNOWN_THING) {
                    directory.forget(ofUser);
                }
                AdapterException failure = mayBeOurs && !e.answerLost()
                        ? e.toBuilder().answerLost().build()
                        : e;
                ofUser.forEach(thing -> outcomes.failed(thing, failure));
            }
        }
    }

    private Map<String, List<String>> byUser(List<String> things) {
        Map<String, List<String>> byUser = new LinkedHashMap<>();
        for (String thing : things) {
            byUser.computeIfAbsent(Objects.requireNonNull(added.get(thing)), ignored -> new ArrayList<>())
                    .add(thing);
        }
        return byUser;
    }

    // --- Removals

    /** Removes up to 20 users in one batch, each by a single request. */
    void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        List<String> some = new ArrayList<>();
        int users = 0;
        for (String thing : things) {
            int more = ids(thing).size();
            if (users + more > GraphBatch.MOST) {
                outcomes.attempt(List.copyOf(some), batch -> removeEach(batch, outcomes));
                some.clear();
                users = 0;
            }
            some.add(thing);
            users += more;
        }
        outcomes.attempt(some, batch -> removeEach(batch, outcomes));
    }

    private List<String> ids(String thing) {
        return Objects.requireNonNull(removed.get(thing));
    }

    private void removeEach(List<String> things, Outcomes outcomes) throws InterruptedException {
        Set<String> all = new LinkedHashSet<>();
        things.forEach(thing -> all.addAll(ids(thing)));
        List<String> users = List.copyOf(all);
        GraphBatch batch = api.batch(
                place,
                REMOVE_MEMBERS,
                users.stream().map(user -> api.removeMember(group.id(), user)).toList());
        Refusals refusals = new Refusals(batch, users.size());
        for (String thing : things) {
            try {
                for (String user : ids(thing)) {
                    Optional<JsonAnswer> answer = batch.answer(users.indexOf(user));
                    boolean isGone =
                            answer.isPresent() && answer.get().status() == NOT_FOUND && refusals.groupIsThere();
                    if (!isGone) {
                        refusals.check(answer);
                    }
                }
                outcomes.succeeded(thing);
            } catch (AdapterException e) {
                outcomes.failed(thing, e);
            }
        }
    }

    // --- Refusals

    /** Finds out what the refusals in one batch mean. What it has to read for that, it reads once. */
    private final class Refusals {
        private final GraphBatch batch;
        private final boolean someWereDone;
        private @Nullable Set<String> members;
        private @Nullable TargetGroup now;

        Refusals(GraphBatch batch, int parts) {
            this.batch = batch;
            boolean done = false;
            for (int part = 0; part < parts; part++) {
                done |= batch.answer(part)
                        .filter(answer -> answer.status() == DONE)
                        .isPresent();
            }
            this.someWereDone = done;
        }

        /** Whether a refused addition is a member. What was added a moment ago may not be shown yet. */
        boolean isMember(String user, JsonAnswer answer) throws InterruptedException {
            if (members == null) {
                members = new HashSet<>();
                MemberReader.read(api, place, group.id(), false).ids().values().forEach(members::addAll);
            }
            return members.contains(user) || answer.message().contains(ALREADY_EXIST);
        }

        /** Throws if the group is gone, or cannot be changed. */
        boolean groupIsThere() throws InterruptedException {
            if (now == null) {
                now = api.group(place, key.isId() ? key : new GroupKey(group.id()));
            }
            Optional<AdapterException> readOnly = now.readOnly(api.failures(), place);
            if (readOnly.isPresent()) {
                throw readOnly.get();
            }
            return true;
        }

        /** Throws unless the answer is a success. */
        void check(Optional<JsonAnswer> answer) throws InterruptedException {
            if (answer.isEmpty()) {
                throw batch.failure().orElseThrow();
            }
            JsonAnswer given = answer.get();
            boolean needsRole = group.needsRole();
            switch (given.status()) {
                case DONE -> {}
                case NOT_FOUND -> {
                    groupIsThere();
                    throw api.failures().unknown(place, given.operation(), "Entra does not find this user");
                }
                case INVALID -> {
                    groupIsThere();
                    throw api.failures().refused(given, needsRole);
                }
                case FORBIDDEN -> {
                    groupIsThere();
                    throw someWereDone
                            ? api.failures().refused(given, needsRole)
                            : api.failures().ofGroup(given, needsRole);
                }
                default -> throw given.http().isSuccess() ? given.malformed("it is no 204") : given.failure();
            }
        }
    }
}
