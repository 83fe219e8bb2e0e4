package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.WholeList;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group of a service that replaces the whole membership with each write. The member of the things {@code b} and {@code
 * b2} has the id {@code B}; a bot has none. Tests write lists as {@code A B:lead bot}. Each request is recorded, and a
 * test scripts the answers.
 */
final class RewrittenGroup extends ScriptedPlace implements WholeList.Service<RewrittenGroup.Member> {
    /** A member, with what the service keeps about it. */
    record Member(String id, String role) {
        @Override
        public String toString() {
            return role.isEmpty() ? id : id + ":" + role;
        }
    }

    /** Answers one request: throws, refuses, or changes the list before or after the usual answer. */
    @FunctionalInterface
    interface Answer {
        Optional<WholeList.Refusal> to(List<Member> sent) throws IOException, InterruptedException;
    }

    private final List<Member> list;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> writes = new ArrayDeque<>();
    private final Deque<Answer> reads = new ArrayDeque<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<String> refusedAsTheyAre = new ArrayList<>();
    private Set<String> banned = Set.of();
    private boolean namesTheBanned;
    private int largest = Integer.MAX_VALUE;
    private boolean givesTheList;
    private Runnable beforeChange = () -> {};
    private Map<String, String> laterAliases = Map.of();
    private int listings;
    private Retry retry;

    RewrittenGroup(Retry retry, String members) {
        this.retry = retry;
        list = new ArrayList<>(members(members));
    }

    static List<Member> members(String text) {
        return Stream.of(text.split(" "))
                .filter(each -> !each.isEmpty())
                .map(each -> each.split(":"))
                .map(each -> new Member(each[0], each.length > 1 ? each[1] : ""))
                .toList();
    }

    private static String text(Collection<?> members) {
        return members.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    static AdapterException refusal(FailureKind kind) {
        return AdapterException.of(kind, NAME, "members.set", "it refuses the list")
                .build();
    }

    // What a test scripts

    /** Refuses each list with one of these members, and says which or not. */
    RewrittenGroup banning(boolean names, String... ids) {
        namesTheBanned = names;
        banned = Set.of(ids);
        return this;
    }

    /** Says that a list with more members is invalid. */
    RewrittenGroup largest(int size) {
        largest = size;
        return this;
    }

    /** Answers the next write so, after those that were scripted before. */
    RewrittenGroup write(Answer answer) {
        writes.add(answer);
        return this;
    }

    RewrittenGroup read(Answer answer) {
        reads.add(answer);
        return this;
    }

    /** The adapter has just read the list when the change begins. */
    RewrittenGroup givingTheList() {
        givesTheList = true;
        return this;
    }

    RewrittenGroup beforeChange(Runnable event) {
        beforeChange = event;
        return this;
    }

    RewrittenGroup notKnowing(String... things) {
        unknown.addAll(List.of(things));
        return this;
    }

    RewrittenGroup laterAliases(Map<String, String> aliases) {
        laterAliases = aliases;
        return this;
    }

    RewrittenGroup retry(Retry other) {
        retry = other;
        return this;
    }

    void join(String members) {
        list.addAll(members(members));
    }

    void leave(String id) {
        list.removeIf(member -> member.id().equals(id));
    }

    Optional<WholeList.Refusal> take(List<Member> sent) {
        list.clear();
        list.addAll(sent);
        return Optional.empty();
    }

    // What a test looks at

    String list() {
        return text(list);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    List<String> writes() {
        return requests().stream()
                .filter(request -> request.startsWith("write"))
                .toList();
    }

    /** What {@link #refusedAsItIs} was told. */
    List<String> refusedAsTheyAre() {
        return refusedAsTheyAre;
    }

    // The adapter

    @Override
    public Listing get() {
        Set<String> things = new LinkedHashSet<>();
        list.stream()
                .filter(member -> !member.id().equals("bot"))
                .forEach(member -> things.add(member.id().toLowerCase(Locale.ROOT)));
        return new Listing(things, listings++ == 0 ? Map.of() : laterAliases, Map.of(), Map.of());
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws InterruptedException {
        beforeChange.run();
        Map<String, Member> members = new LinkedHashMap<>();
        change.additions().stream()
                .filter(thing -> !unknown.contains(thing))
                .forEach(thing -> members.put(thing, new Member(id(thing), "")));
        change.removals()
                .forEach(thing -> list.stream()
                        .filter(member -> member.id().equals(id(thing)))
                        .findFirst()
                        .ifPresent(member -> members.put(thing, member)));
        WholeList.of(NAME, "members.set", retry, this)
                .change(change, members, givesTheList ? List.copyOf(list) : null, outcomes);
    }

    private static String id(String thing) {
        return thing.substring(0, 1).toUpperCase(Locale.ROOT);
    }

    // The service

    @Override
    public List<Member> read() throws IOException, InterruptedException {
        requests.add("read");
        Answer scripted = reads.poll();
        if (scripted != null) {
            scripted.to(List.of());
        }
        return List.copyOf(list);
    }

    @Override
    public Optional<WholeList.Refusal> write(WholeList.Draft<Member> draft) throws InterruptedException {
        return retry.call(NAME, "members.set", () -> {
            List<Member> sent = draft.forAttempt();
            requests.add("write " + text(sent));
            Answer scripted = writes.poll();
            return scripted == null ? answer(sent) : scripted.to(sent);
        });
    }

    private Optional<WholeList.Refusal> answer(List<Member> sent) {
        Set<String> refused =
                sent.stream().map(Member::id).filter(banned::contains).collect(Collectors.toSet());
        if (!refused.isEmpty()) {
            return Optional.of(
                    new WholeList.Refusal(refusal(FailureKind.INVALID_REQUEST), namesTheBanned ? refused : Set.of()));
        }
        if (sent.size() > largest) {
            throw AdapterException.of(FailureKind.INVALID_REQUEST, NAME, "members.set", "the list is too long")
                    .build();
        }
        return take(sent);
    }

    @Override
    public Object key(Member member) {
        return member.id();
    }

    @Override
    public AdapterException unknown(String thing) {
        return AdapterException.of(FailureKind.UNKNOWN_THING, NAME, "users.lookup", "it does not know " + thing)
                .build();
    }

    @Override
    public AdapterException refused(String thing, WholeList.Refusal refusal) {
        return AdapterException.of(FailureKind.REFUSED_THING, NAME, "members.set", "it refuses " + thing)
                .build();
    }

    @Override
    public AdapterException refusedAsItIs(List<Member> members, WholeList.Refusal refusal) {
        refusedAsTheyAre.add(text(members));
        return refusal.failure();
    }
}
