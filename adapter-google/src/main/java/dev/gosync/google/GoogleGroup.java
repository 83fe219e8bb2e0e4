package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The members of a Google group, by e-mail address. A {@link GoogleWorkspace} makes it.
 *
 * <p>It is limited to a {@link Role}, by default to ordinary members: members with a higher role are listed as kept, and are
 * never removed or changed. Nested groups are members only if they are {@linkplain #memberTypes asked for}.
 *
 * <p>Every method that calls Google throws an {@link AdapterException} if that fails, and an {@link IllegalStateException}
 * if the {@link GoogleWorkspace} is closed. Threads may share it. Each option returns a changed copy.
 */
public final class GoogleGroup implements Adapter {
    /** The role of a member, from the lowest to the highest. */
    public enum Role {
        /** An ordinary member. */
        MEMBER,
        /** A member who may manage other members. */
        MANAGER,
        /** A member who may do everything. */
        OWNER
    }

    /** How a member gets the messages to the group. */
    public enum Delivery {
        /** Every message at once. */
        ALL_MAIL,
        /** Summaries, once a day. */
        DAILY,
        /** Up to 25 messages in one. */
        DIGEST,
        /** No messages, and only Google can change that. */
        DISABLED,
        /** No messages. */
        NONE
    }

    /** The type of a member. Google lists some members without a type; they count as {@link #EXTERNAL}. */
    public enum MemberType {
        /** A user of a Google account. */
        USER,
        /** An address outside the account. */
        EXTERNAL,
        /** Another group. */
        GROUP
    }

    /**
     * A member that was read less than a minute ago may be removed without looking again: long enough for a sync, too short
     * for a plan that a person reviews.
     */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final String SUSPENDED = "suspended";

    /** The options of a group. */
    private record Options(
            Role role,
            Optional<Delivery> delivery,
            Set<MemberType> types,
            boolean others,
            boolean derived,
            boolean suspended) {}

    /**
     * What the last read found.
     *
     * @param ids the id of each listed member, by address key; the address if Google told no id
     * @param removable the keys of the members that could be removed
     */
    private record Reading(Instant at, Map<String, String> ids, Set<String> removable) {}

    private final GoogleApi api;
    private final GoogleDirectory directory;
    private final String group;
    private final Options options;
    private final String name;
    private final Memberships memberships;

    /** The last read, by the address of the group. */
    private final ExpiringMap<String, Reading> readings;

    GoogleGroup(GoogleApi api, GoogleDirectory directory, String group) {
        this(
                api,
                directory,
                group,
                new Options(
                        Role.MEMBER,
                        Optional.empty(),
                        EnumSet.of(MemberType.USER, MemberType.EXTERNAL),
                        false,
                        false,
                        true));
    }

    private GoogleGroup(GoogleApi api, GoogleDirectory directory, String group, Options options) {
        this.api = api;
        this.directory = directory;
        this.group = group;
        this.options = options;
        String part = options.derived
                ? " with the members of its groups"
                : switch (options.role) {
                    case MEMBER -> "";
                    case MANAGER -> " (managers)";
                    case OWNER -> " (owners)";
                };
        this.name = "Google group " + group + part + (options.suspended ? "" : " without suspended members");
        this.memberships = new Memberships(api, group, name);
        this.readings = new ExpiringMap<>(directory.age(), api.retry().clock());
    }

    private GoogleGroup with(Options changed) {
        return new GoogleGroup(api, directory, group, changed);
    }

    /**
     * Limits this place to a role. Members with this role are listed, members with a higher role are listed as kept, and
     * members with a lower role are not listed. An added member gets the role; an existing member with a lower role is raised
     * to it, and no member is ever lowered. A removed member leaves the group.
     *
     * @param role the role; {@link Role#MEMBER} by default
     * @return the place with this role
     */
    public GoogleGroup role(Role role) {
        Objects.requireNonNull(role, "role");
        return with(
                new Options(role, options.delivery, options.types, options.others, options.derived, options.suspended));
    }

    /**
     * Sets how added members get the messages to the group. Existing members keep their setting.
     *
     * @param delivery the setting; Google's own default if it is not set
     * @return the place with this setting
     */
    public GoogleGroup delivery(Delivery delivery) {
        Objects.requireNonNull(delivery, "delivery");
        return with(new Options(
                options.role,
                Optional.of(delivery),
                options.types,
                options.others,
                options.derived,
                options.suspended));
    }

    /**
     * Sets which types of members are listed, and so can be removed. The others are counted as left out.
     *
     * @param types at least one; {@link MemberType#USER} and {@link MemberType#EXTERNAL} by default
     * @return the place with these types
     * @throws IllegalArgumentException if there is no type
     */
    public GoogleGroup memberTypes(Collection<MemberType> types) {
        if (Objects.requireNonNull(types, "types").isEmpty()) {
            throw new IllegalArgumentException("types must name at least one type of member");
        }
        return with(new Options(
                options.role,
                options.delivery,
                EnumSet.copyOf(types),
                options.others,
                options.derived,
                options.suspended));
    }

    /**
     * Treats the other addresses of members as aliases, so that no member is added and removed under two addresses. This
     * reads all users of the account, 500 with a call, once for all groups of the {@link GoogleWorkspace} in 15 minutes. It
     * needs the scope {@code admin.directory.user.readonly}.
     *
     * @return the place with other addresses
     */
    public GoogleGroup withOtherAddresses() {
        return with(
                new Options(options.role, options.delivery, options.types, true, options.derived, options.suspended));
    }

    /**
     * Reads also the members of the groups in this group, whatever their roles. The result can only be a source.
     *
     * @return a source of all these members
     */
    public GoogleGroupMembers withDerivedMembers() {
        return new GoogleGroupMembers(with(
                new Options(Role.MEMBER, Optional.empty(), options.types, options.others, true, options.suspended)));
    }

    /**
     * Leaves out and counts the members whose account is suspended. The result can only be a source: in a destination, a
     * suspended member is a member, and adding it again would change nothing.
     *
     * @return a source of the other members
     */
    public GoogleGroupMembers withoutSuspendedMembers() {
        return new GoogleGroupMembers(with(
                new Options(options.role, options.delivery, options.types, options.others, options.derived, false)));
    }

    @Override
    public String name() {
        return name;
    }

    // Reading

    /** Reads the members, 200 with each call. */
    @Override
    public Listing get() throws InterruptedException {
        api.requireOpen();
        Map<String, String> ids = new HashMap<>();
        Set<String> things = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        Instant now = api.retry().clock().instant();
        for (Member member : members()) {
            Optional<String> reason = leftOutBecause(member);
            if (reason.isPresent()) {
                leftOut.merge(reason.get(), 1, Integer::sum);
                continue;
            }
            String thing = member.getEmail();
            things.add(thing);
            ids.put(key(thing), Memberships.id(member).orElse(thing));
            if (!options.derived && !options.role.name().equals(member.getRole())) {
                kept.put(thing, roleOf(member));
            }
        }
        Map<String, String> aliases = directory.aliases(things, options.others, name);
        Set<String> removable = things.stream()
                .filter(thing -> !kept.containsKey(thing))
                .map(GoogleGroup::key)
                .collect(Collectors.toUnmodifiableSet());
        readings.put(group, new Reading(now, ids, removable));
        return new Listing(things, aliases, kept, leftOut);
    }

    private List<Member> members() throws InterruptedException {
        return memberships.list(options.derived ? Scope.MEMBERS_TO_READ : Scope.MEMBERS, this::limit);
    }

    private void limit(Directory.Members.List list) {
        if (options.derived) {
            list.setIncludeDerivedMembership(true);
        } else if (options.role != Role.MEMBER) {
            list.setRoles(Arrays.stream(Role.values())
                    .filter(role -> role.compareTo(options.role) >= 0)
                    .map(Role::name)
                    .collect(Collectors.joining(",")));
        }
    }

    /** Why a member is not listed, if so. */
    private Optional<String> leftOutBecause(Member member) {
        String type = Memberships.text(member.getType()).orElse(MemberType.EXTERNAL.name());
        if (type.equals("CUSTOMER")) {
            return Optional.of("everybody in the account");
        }
        if (options.types.stream().noneMatch(asked -> asked.name().equals(type))) {
            return Optional.of(type.equals("GROUP") ? "nested group" : "of type " + type.toLowerCase(Locale.ROOT));
        }
        if (!options.suspended && "SUSPENDED".equals(member.getStatus())) {
            return Optional.of(SUSPENDED);
        }
        return Memberships.text(member.getEmail()).isEmpty() ? Optional.of("no e-mail") : Optional.empty();
    }

    private static String roleOf(Member member) {
        return Memberships.text(member.getRole())
                .map(role -> role.toLowerCase(Locale.ROOT))
                .orElse("without a role");
    }

    // Writing

    /**
     * Ignores case. At gmail.com and googlemail.com, dots before the @ do not count either, and both domains are one.
     */
    @Override
    public Matching matching() {
        return Mailboxes.MATCHING;
    }

    /** Makes no call. It tells which additions are another address of one user, if that was read or learnt. */
    @Override
    public Preview preview(List<String> additions) {
        api.requireOpen();
        return new Preview(Map.of(), directory.membersKnownFor(additions, options.others));
    }

    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        add(things, options.role != Role.MEMBER, outcomes);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        boolean removalsFollow =
                change.mode() == Mode.ADD_REMOVE && !change.removals().isEmpty();
        boolean looking = removalsFollow || options.role != Role.MEMBER;
        outcomes.halves(change, things -> add(things, looking, outcomes), things -> remove(things, outcomes));
    }

    /**
     * Adds members. An address that is a member already, but was not listed, may be another address of a listed member.
     * So that member is looked up and remembered for the next read.
     *
     * @param looking whether to look up members in the batch that adds them
     */
    private void add(List<String> things, boolean looking, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        authorize(outcomes);
        outcomes.batches(things, Batch.MOST, batch -> {
            ConcurrentMap<String, Verdict> verdicts = new ConcurrentHashMap<>();
            ConcurrentMap<String, Verdict> raised = new ConcurrentHashMap<>();
            Map<String, Member> known = new HashMap<>();
            try {
                memberships.insert(batch, options.role, options.delivery, looking, verdicts);
                known.putAll(members(verdicts));
                List<String> there = batch.stream()
                        .filter(thing -> wasThere(verdicts.get(thing)))
                        .toList();
                if (options.role != Role.MEMBER) {
                    memberships.raise(there, known, options.role, raised);
                } else if (looking) {
                    if (!Memberships.fitsLookups(batch)) {
                        memberships.findIfPossible(there, known);
                    }
                } else if (readings.get(group).isPresent()) {
                    memberships.findIfPossible(
                            there.stream()
                                    .filter(thing -> !isRepeated(thing, verdicts))
                                    .toList(),
                            known);
                }
            } finally { // report members also if the batch was given up because of others
                raised.replaceAll((thing, verdict) -> verdict.repeated(isRepeated(thing, verdicts)));
                if (options.role != Role.MEMBER) {
                    verdicts.values().removeIf(Verdict::wasThere); // what counts is whether they were raised
                }
                verdicts.putAll(raised);
                known.putAll(members(verdicts));
                known.forEach((thing, member) -> directory.learn(thing, member.getEmail()));
                for (String thing : batch) {
                    Verdict verdict = verdicts.get(thing);
                    if (verdict != null) {
                        reportAddition(thing, verdict.with(Optional.ofNullable(known.get(thing))), looking, outcomes);
                    }
                }
            }
        });
    }

    private void reportAddition(String thing, Verdict verdict, boolean looking, Outcomes outcomes) {
        Optional<String> unlisted =
                verdict.member().filter(member -> verdict.wasThere()).flatMap(this::leftOutBecause);
        if (verdict.failure().isPresent()) {
            outcomes.failed(thing, verdict.failure().get());
        } else if (!verdict.wasThere() || isOurs(thing, verdict, looking)) {
            outcomes.succeeded(thing);
        } else if (unlisted.isPresent()) {
            outcomes.succeeded(thing, "already there: " + unlisted.get()); // no removal can mean this member
        } else {
            outcomes.alreadyThere(thing);
        }
    }

    /** Whether the member was added by an earlier attempt, whose answer was lost. */
    private static boolean isOurs(String thing, Verdict verdict, boolean looking) {
        return verdict.repeated()
                && verdict.member()
                        .map(member -> key(member.getEmail()).equals(key(thing)))
                        .orElse(!looking);
    }

    /**
     * Removes members by their ids. A member that was not listed in the last minute is looked up first. If Google does not
     * find a member, the group is read: only a member who is not listed any more is gone.
     */
    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        authorize(outcomes);
        Map<String, String> ids = new HashMap<>(removableIds(things));
        List<String> unsure =
                things.stream().filter(thing -> !ids.containsKey(thing)).toList();
        Map<String, Member> found = outcomes.prepare(() -> lookedUp(unsure));
        for (String thing : unsure) {
            Member member = found.get(thing);
            if (member == null || Memberships.isLower(member, options.role)) {
                outcomes.succeeded(thing); // not in this place
            } else if (!isRemovable(member)) {
                outcomes.failed(thing, kept(thing, member));
            } else {
                ids.put(thing, Memberships.id(member).orElse(thing));
            }
        }
        List<String> leaving = things.stream().filter(ids::containsKey).toList();
        outcomes.batches(leaving, Batch.MOST, batch -> {
            List<String> missing =
                    delete(batch, ids, outcomes).keySet().stream().toList();
            if (!missing.isEmpty()) {
                deleteListed(missing, ids, outcomes);
            }
        });
    }

    /** The ids of members that could be removed when they were read less than a minute ago. */
    private Map<String, String> removableIds(List<String> things) {
        Instant oldest = api.retry().clock().instant().minus(FRESH);
        Map<String, String> found = new HashMap<>();
        readings.get(group).filter(reading -> !reading.at.isBefore(oldest)).ifPresent(reading -> {
            for (String thing : things) {
                String id = reading.ids.get(key(thing));
                if (id != null && reading.removable.contains(key(thing))) {
                    found.put(thing, id);
                }
            }
        });
        return found;
    }

    /** Looks up members, in batches. Google finds some members by their ids alone, so missing ones are looked for in the group. */
    private Map<String, Member> lookedUp(List<String> things) throws InterruptedException {
        Map<String, String> known =
                readings.get(group).map(reading -> reading.ids).orElse(Map.of());
        Map<String, String> keys = new HashMap<>();
        things.forEach(thing -> keys.put(thing, known.getOrDefault(key(thing), thing)));
        Map<String, Member> found = memberships.find(keys);
        if (found.size() < things.size()) {
            List<Member> members = members();
            for (String thing : things) {
                if (!found.containsKey(thing)) {
                    listed(members, thing, keys.getOrDefault(thing, thing))
                            .ifPresent(member -> found.put(thing, member));
                }
            }
        }
        return found;
    }

    /**
     * Removes members and reports the outcomes, except of members that Google did not find.
     *
     * @return those members, and Google's refusal
     */
    private Map<String, AdapterException> delete(List<String> things, Map<String, String> ids, Outcomes outcomes)
            throws InterruptedException {
        ConcurrentMap<String, Verdict> deleted = new ConcurrentHashMap<>();
        Map<String, AdapterException> missing = new LinkedHashMap<>();
        try {
            memberships.delete(things, ids, deleted);
        } finally {
            for (String thing : things) {
                Verdict verdict = deleted.get(thing);
                if (verdict == null) {
                    continue;
                }
                AdapterException failure = verdict.failure().orElse(null);
                if (failure == null) {
                    outcomes.succeeded(thing);
                } else if (failure.kind().concernsOneThing()) {
                    missing.put(thing, failure);
                } else {
                    outcomes.failed(thing, failure);
                }
            }
        }
        return missing;
    }

    /** Reads the group again, and removes in another way the members that it still lists. */
    private void deleteListed(List<String> missing, Map<String, String> ids, Outcomes outcomes)
            throws InterruptedException {
        List<Member> members;
        try {
            members = members();
        } catch (AdapterException e) {
            AdapterException notSeen = e.toBuilder().answerLost().build();
            missing.forEach(thing -> outcomes.failed(thing, notSeen));
            return;
        }
        Map<String, String> others = new LinkedHashMap<>();
        for (String thing : missing) {
            String tried = ids.getOrDefault(thing, thing);
            Member member = listed(members, thing, tried).orElse(null);
            if (member == null) {
                outcomes.succeeded(thing);
            } else if (!isRemovable(member)) {
                outcomes.failed(thing, kept(thing, member));
            } else {
                others.put(
                        thing,
                        Memberships.id(member).filter(id -> !id.equals(tried)).orElseGet(member::getEmail));
            }
        }
        if (!others.isEmpty()) {
            delete(List.copyOf(others.keySet()), others, outcomes)
                    .forEach((thing, refusal) -> outcomes.failed(thing, GoogleFailures.stillListed(thing, refusal)));
        }
    }

    private static Optional<Member> listed(List<Member> members, String thing, String id) {
        return members.stream()
                .filter(member -> id.equals(member.getId()))
                .findFirst()
                .or(() -> members.stream()
                        .filter(member -> Memberships.text(member.getEmail())
                                .filter(email -> key(email).equals(key(thing)))
                                .isPresent())
                        .findFirst());
    }

    private void authorize(Outcomes outcomes) throws InterruptedException {
        api.requireOpen();
        outcomes.prepare(() -> {
            api.authorize(name, Scope.MEMBERS);
            return true;
        });
    }

    private static Map<String, Member> members(Map<String, Verdict> verdicts) {
        Map<String, Member> members = new HashMap<>();
        verdicts.forEach((thing, verdict) -> verdict.member().ifPresent(member -> members.put(thing, member)));
        return members;
    }

    private static boolean isRepeated(String thing, Map<String, Verdict> verdicts) {
        Verdict verdict = verdicts.get(thing);
        return verdict != null && verdict.repeated();
    }

    private static boolean wasThere(@Nullable Verdict verdict) {
        return verdict != null && verdict.wasThere();
    }

    private boolean isRemovable(Member member) {
        return options.role.name().equals(member.getRole())
                && leftOutBecause(member).isEmpty();
    }

    private AdapterException kept(String thing, Member member) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        name,
                        Memberships.DELETE,
                        thing + " is " + leftOutBecause(member).orElse(roleOf(member)) + ", and stays")
                .remedy("Remove this member by hand, or set role or member-types so that this place includes it.")
                .build();
    }

    private static String key(String thing) {
        return GoogleDirectory.key(thing);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
