package dev.gosync.adapter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a change on a service that replaces its whole membership with each write. It reads the list again before
 * each further attempt, changes only what was asked, and keeps every other member as it was read: order, doubles, and
 * members without a usable identifier. If the service refuses a list, it finds out which newcomers are the reason, and
 * writes the list without them. If the answer to a write was lost, it reads the list to find out what the write did.
 * In the mode ADD_REMOVE, removals wait until it is known which additions succeeded, and the guards judge in between.
 *
 * <p>Immutable; threads may share it if they may share its {@link Service}.
 *
 * @param <M> a member, as the service lists it and takes it
 */
public final class WholeList<M> {
    /** After these failures of a list with newcomers, the service may accept a list without them. */
    private static final Set<FailureKind> MAY_CONCERN_NEWCOMERS =
            Set.of(FailureKind.INVALID_REQUEST, FailureKind.UNKNOWN);

    /**
     * The service's side of the change. Its methods are called by {@link WholeList} only.
     *
     * @param <M> a member, as the service lists it and takes it
     */
    public interface Service<M> {
        /**
         * Reads the list as it is now, with one request that is not retried: it is part of an attempt to write.
         *
         * @return every member, in the order of the service
         * @throws AdapterException if the service answered with an error
         * @throws IOException if there was no answer
         * @throws InterruptedException if the thread is interrupted
         */
        List<M> read() throws IOException, InterruptedException;

        /**
         * Writes a list. Each attempt asks {@link Draft#forAttempt()} for the list to send. An answer that does not show
         * the result is a failure of kind MALFORMED_ANSWER; the list is then read to find out what happened.
         *
         * @param draft the list to write
         * @return empty if the service took it, otherwise why it refused the list because of some of its members
         * @throws AdapterException if it failed in any other way
         * @throws InterruptedException if the thread is interrupted
         */
        Optional<Refusal> write(Draft<M> draft) throws InterruptedException;

        /**
         * Returns what makes two members the same one.
         *
         * @param member of the list, or one of the additions
         * @return its id, or whatever else identifies it
         */
        Object key(M member);

        /**
         * Tells whether a list without newcomers may be written, to find out if they are the reason of a refusal.
         *
         * @param members every member of that list
         * @return by default whether there is a member at all
         */
        default boolean isWritable(List<M> members) {
            return !members.isEmpty();
        }

        /**
         * Explains that the service does not know an addition, for which no member was given.
         *
         * @param thing the addition
         * @return a failure of kind UNKNOWN_THING
         */
        AdapterException unknown(String thing);

        /**
         * Explains why a newcomer is refused. It may ask the service.
         *
         * @param thing the newcomer
         * @param refusal what the service answered to the list with it
         * @return a failure that concerns one thing
         * @throws InterruptedException if the thread is interrupted
         */
        AdapterException refused(String thing, Refusal refusal) throws InterruptedException;

        /**
         * Explains that the service refuses members that are on the list already.
         *
         * @param members the members that it refuses; empty if its answer does not say
         * @param refusal what the service answered
         * @return a failure that concerns the place
         */
        AdapterException refusedAsItIs(List<M> members, Refusal refusal);
    }

    /**
     * A list that was refused because of some of its members.
     *
     * @param failure what the answer means if no newcomer is the reason
     * @param keys the {@linkplain Service#key keys} of the refused members; empty if the answer does not say
     */
    public record Refusal(AdapterException failure, Set<?> keys) {
        /** Copies the keys. */
        public Refusal {
            keys = Set.copyOf(keys);
        }
    }

    /**
     * A list to write. For one write, and for one thread at a time.
     *
     * @param <M> a member, as the service lists it and takes it
     */
    public static final class Draft<M> {
        private final WholeList<M> whole;
        private final UnaryOperator<List<M>> edit;
        private final boolean hasNewcomers;
        private List<M> members;
        private boolean isNew = true;
        private boolean isNeeded = true;
        private boolean evenUnchanged;

        private Draft(WholeList<M> whole, List<M> now, UnaryOperator<List<M>> edit, boolean hasNewcomers) {
            this.whole = whole;
            this.edit = edit;
            this.hasNewcomers = hasNewcomers;
            this.members = edit.apply(now);
        }

        /** {@return the list of the last attempt, or of the first one before that begins} Newcomers come last. */
        public synchronized List<M> members() {
            return members;
        }

        /** {@return whether the list was made with newcomers} */
        public boolean hasNewcomers() {
            return hasNewcomers;
        }

        /**
         * Returns the list for one attempt. The first attempt takes what was just read. Each further one reads the list
         * again, because time has passed and the write before it may have succeeded.
         *
         * @return every member, newcomers last
         * @throws AdapterException if the list cannot be read; this attempt has then changed nothing
         * @throws InterruptedException if the thread is interrupted
         */
        public synchronized List<M> forAttempt() throws InterruptedException {
            if (!isNew) {
                List<M> now = whole.reading(whole.service::read);
                members = edit.apply(now);
                isNeeded = evenUnchanged || !members.equals(now);
                if (Thread.interrupted()) { // the attempt was abandoned, so it must not write any more
                    throw new InterruptedException();
                }
            }
            isNew = false;
            return members;
        }

        /**
         * Tells whether the list of the last attempt has to be sent. It need not if the list was read again and shows that
         * an earlier attempt, whose answer was lost, has made the change.
         *
         * @return whether the service must be asked
         */
        public synchronized boolean isNeeded() {
            return isNeeded;
        }
    }

    private final String place;
    private final String operation;
    private final Retry retry;
    private final Service<M> service;

    private WholeList(String place, String operation, Retry retry, Service<M> service) {
        this.place = place;
        this.operation = operation;
        this.retry = retry;
        this.service = service;
    }

    /**
     * Prepares changes of one list.
     *
     * @param <M> a member, as the service lists it and takes it
     * @param place the {@linkplain Source#name() name} of the place, for errors
     * @param operation what writing the list is called, in the vendor's word, for errors
     * @param retry how reads are retried outside of an attempt to write
     * @param service reads and writes
     * @return the list
     */
    public static <M> WholeList<M> of(String place, String operation, Retry retry, Service<M> service) {
        return new WholeList<>(place, operation, retry, service);
    }

    /**
     * Makes a change, with one write if the service takes it and no write if nothing would change.
     *
     * @param change what to change
     * @param members by thing: each addition as it is to be written, and each removal that is on the list. An addition
     *     that is missing here is reported as unknown; a removal that is missing here counts as gone.
     * @param now the list, if it was read immediately before; {@code null} if time has passed since
     * @param outcomes hears of each thing
     * @throws AdapterException if the place as a whole fails
     * @throws InterruptedException if the thread is interrupted
     */
    public void change(Change change, Map<String, M> members, @Nullable List<M> now, Outcomes outcomes)
            throws InterruptedException {
        if (!change.isEmpty()) {
            new Run(change.mode(), members, now, outcomes).make(change);
        }
    }

    /** Makes a read that belongs to a write. If the read fails, the write has changed nothing, even if an answer was lost. */
    private List<M> reading(Retry.Call<List<M>> read) throws InterruptedException {
        AdapterException failure;
        try {
            return read.run();
        } catch (AdapterException e) {
            failure = e;
        } catch (IOException e) {
            failure = AdapterException.translated(place, operation, e);
        }
        throw nothingChanged(failure, "could not read the list again before writing it: " + failure.problem());
    }

    /** The same failure of a call that cannot have changed anything, even if its answer was lost. */
    private AdapterException nothingChanged(AdapterException failure, String problem) {
        // The kind is set afterwards, because of(MALFORMED_ANSWER, ...) would count the answer as lost.
        AdapterException.Builder certain = AdapterException.of(FailureKind.UNAVAILABLE, place, operation, problem)
                .kind(failure.kind())
                .remedy(failure.remedy())
                .cause(failure);
        failure.retryAt().ifPresent(certain::retryAt);
        return certain.build();
    }

    private List<M> read() throws InterruptedException {
        return reading(() -> retry.call(place, operation, service::read));
    }

    private Set<Object> keys(List<M> list) {
        return list.stream().map(service::key).collect(Collectors.toCollection(HashSet::new));
    }

    /** One change. */
    private final class Run {
        private final Mode mode;
        private final Map<String, M> members;
        private final Outcomes outcomes;

        /** The list, until it is used for a write. */
        private @Nullable List<M> fresh;

        private Set<Object> there = Set.of();

        /** What the running call still has to remove. */
        private List<String> removals = List.of();

        private boolean removalsWait;
        private boolean newcomersAreTheReason;

        Run(Mode mode, Map<String, M> members, @Nullable List<M> now, Outcomes outcomes) {
            this.mode = mode;
            this.members = members;
            this.fresh = now;
            this.outcomes = outcomes;
        }

        void make(Change change) throws InterruptedException {
            List<String> coming = known(change.additions());
            List<String> leaving = withoutThoseWhoStay(coming, change.removals());
            boolean someAreUnknown = coming.size() < change.additions().size();
            removalsWait = someAreUnknown && mode == Mode.ADD_REMOVE && !leaving.isEmpty();
            if (coming.isEmpty() && leaving.isEmpty()) {
                return;
            }
            if (fresh == null) {
                fresh = outcomes.prepare(() -> retry.call(place, operation, service::read));
            }
            there = keys(fresh);
            attempt(coming, removalsWait ? List.of() : leaving);
            if (removalsWait) {
                attempt(List.of(), leaving);
            }
        }

        /** Before the call, the guards judge what remains, and the engine may take out removals. */
        private void attempt(List<String> coming, List<String> leaving) throws InterruptedException {
            List<String> asked = new ArrayList<>();
            for (Action half : mode.actions()) {
                asked.addAll(half == Action.ADD ? coming : leaving);
            }
            outcomes.attempt(asked, all -> {
                Set<String> allowed = new HashSet<>(all);
                both(
                        coming.stream().filter(allowed::contains).toList(),
                        leaving.stream().filter(allowed::contains).toList());
            });
        }

        private List<String> known(List<String> additions) {
            List<String> known = new ArrayList<>();
            for (String thing : additions) {
                if (members.containsKey(thing)) {
                    known.add(thing);
                } else {
                    outcomes.failed(thing, service.unknown(thing));
                }
            }
            return known;
        }

        /** An addition and a removal may turn out to be one member, such as after an address has moved. It stays. */
        private List<String> withoutThoseWhoStay(List<String> coming, List<String> removals) {
            Map<Object, String> added = new HashMap<>();
            coming.forEach(thing -> added.putIfAbsent(key(thing), thing));
            List<String> leaving = new ArrayList<>();
            for (String thing : removals) {
                String addition = members.containsKey(thing) ? added.get(key(thing)) : null;
                if (addition == null) {
                    leaving.add(thing);
                } else {
                    outcomes.succeeded(thing, "the same member as " + addition + ", who stays");
                }
            }
            return leaving;
        }

        private void both(List<String> coming, List<String> leaving) throws InterruptedException {
            removals = leaving;
            if (!coming.isEmpty()) {
                add(coming);
            }
            if (!removals.isEmpty()) {
                mustBeTaken(false);
            }
        }

        /** Adds people, and makes the removals with them. Newcomers that the service refuses are reported and left out. */
        private void add(List<String> coming) throws InterruptedException {
            Draft<M> draft = draft(coming);
            Optional<Refusal> answer;
            try {
                answer = write(draft, false);
            } catch (AdapterException e) {
                removeWithoutNewcomers(e);
                throw e;
            }
            if (answer.isEmpty()) {
                haveCome(coming);
                haveLeft();
                return;
            }
            Refusal refusal = answer.get();
            if (mode == Mode.ADD_REMOVE) {
                postponeRemovals();
            }
            List<String> refused = coming.stream()
                    .filter(thing -> refusal.keys().contains(key(thing)))
                    .toList();
            if (refused.isEmpty()) {
                if (!refusal.keys().isEmpty()) {
                    throw asItIs(draft, refusal);
                }
                mustBeAboutNewcomers();
                if (coming.size() > 1) {
                    int middle = coming.size() / 2;
                    add(coming.subList(0, middle));
                    add(coming.subList(middle, coming.size()));
                    return;
                }
                refused = coming;
            }
            for (String thing : refused) {
                outcomes.failed(thing, service.refused(thing, refusal));
            }
            List<String> others = new ArrayList<>(coming);
            others.removeAll(refused);
            if (!others.isEmpty()) {
                add(others);
            }
        }

        /**
         * The answer does not say which member is the reason. If the service refuses the list without newcomers as well,
         * they are not. Removals that need not wait are made with it, since one of them may be the reason.
         */
        private void mustBeAboutNewcomers() throws InterruptedException {
            if (newcomersAreTheReason) {
                return;
            }
            List<M> now = read();
            fresh = now;
            if (service.isWritable(edited(now, List.of(), removals))) {
                mustBeTaken(true);
            } else if (service.isWritable(now)) {
                List<String> held = removals;
                removals = List.of();
                mustBeTaken(true);
                removals = held;
            }
            newcomersAreTheReason = true;
        }

        /** Writes the list without newcomers. */
        private void mustBeTaken(boolean evenUnchanged) throws InterruptedException {
            Draft<M> draft = draft(List.of());
            Optional<Refusal> refusal = write(draft, evenUnchanged);
            if (refusal.isPresent()) {
                throw asItIs(draft, refusal.get());
            }
            haveLeft();
        }

        /** Trouble with newcomers, for example too long a list, must not keep members in who are to leave. */
        private void removeWithoutNewcomers(AdapterException failure) throws InterruptedException {
            if (!MAY_CONCERN_NEWCOMERS.contains(failure.kind()) || failure.answerLost() || removals.isEmpty()) {
                return;
            }
            if (mode == Mode.ADD_REMOVE) {
                postponeRemovals();
                return;
            }
            try {
                mustBeTaken(false);
            } catch (AdapterException e) {
                failure.addSuppressed(e);
                removals.forEach(thing -> outcomes.failed(thing, e));
            }
        }

        private void postponeRemovals() {
            if (!removals.isEmpty()) {
                outcomes.postpone(removals);
                removals = List.of();
                removalsWait = true;
            }
        }

        private Draft<M> draft(List<String> coming) throws InterruptedException {
            List<M> now = fresh == null ? read() : fresh;
            fresh = now;
            List<String> leaving = removals;
            return new Draft<>(WholeList.this, now, list -> edited(list, coming, leaving), !coming.isEmpty());
        }

        private Optional<Refusal> write(Draft<M> draft, boolean evenUnchanged) throws InterruptedException {
            boolean isUnchanged = draft.members().equals(fresh);
            fresh = null;
            if (isUnchanged && !evenUnchanged) {
                return Optional.empty();
            }
            draft.evenUnchanged = evenUnchanged;
            try {
                return service.write(draft);
            } catch (AdapterException e) {
                if (e.answerLost() && isUnchanged) { // the list cannot show whether the service took it
                    throw nothingChanged(e, e.problem());
                }
                if (e.answerLost() && isMade(draft, e)) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        /** Whether the list shows the change although the answer was lost. */
        private boolean isMade(Draft<M> draft, AdapterException lost) throws InterruptedException {
            try {
                List<M> now = read();
                return draft.edit.apply(now).equals(now);
            } catch (AdapterException e) {
                lost.addSuppressed(e);
                return false;
            }
        }

        private List<M> edited(List<M> now, List<String> coming, List<String> leaving) {
            Set<Object> gone =
                    leaving.stream().filter(members::containsKey).map(this::key).collect(Collectors.toSet());
            List<M> edited = new ArrayList<>();
            now.stream().filter(each -> !gone.contains(service.key(each))).forEach(edited::add);
            Set<Object> present = keys(edited);
            for (String thing : coming) {
                if (present.add(key(thing))) {
                    edited.add(member(thing));
                }
            }
            return edited;
        }

        private void haveCome(List<String> things) {
            for (String thing : things) {
                if (there.contains(key(thing))) {
                    outcomes.alreadyThere(thing);
                } else {
                    outcomes.succeeded(thing);
                }
            }
        }

        private void haveLeft() {
            removals.forEach(outcomes::succeeded);
            removals = List.of();
        }

        private AdapterException asItIs(Draft<M> draft, Refusal refusal) {
            return service.refusedAsItIs(
                    draft.members().stream()
                            .filter(each -> refusal.keys().contains(service.key(each)))
                            .toList(),
                    refusal);
        }

        private Object key(String thing) {
            return service.key(member(thing));
        }

        private M member(String thing) {
            M member = members.get(thing);
            if (member == null) {
                throw new IllegalArgumentException("No member was given for " + thing);
            }
            return member;
        }
    }
}
