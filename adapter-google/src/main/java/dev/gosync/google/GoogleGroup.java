package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.Member;
import com.google.api.services.directory.model.Members;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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
 * The members of a Google group, by e-mail address. Made by a {@link GoogleDirectory}.
 *
 * <p>It is confined to a {@link Role}, by default to ordinary members: those who are more are listed as kept and never
 * removed or changed. Nested groups are members only where they are {@linkplain #memberTypes asked for}.
 *
 * <p>Safe for use by several threads; each option returns a new value and changes nothing.
 */
public final class GoogleGroup implements Adapter {
    /** What somebody is in a group, from the least to the most. */
    public enum Role {
        /** An ordinary member. */
        MEMBER,
        /** Somebody who may manage members. */
        MANAGER,
        /** Somebody who may do everything. */
        OWNER
    }

    /** How a member gets what is written to the group. */
    public enum Delivery {
        /** Every message at once. */
        ALL_MAIL,
        /** Summaries, once a day. */
        DAILY,
        /** Up to 25 messages in one. */
        DIGEST,
        /** Nothing, and nobody may change that: Google disabled it. */
        DISABLED,
        /** Nothing. */
        NONE
    }

    /** What kind of member it is. */
    public enum MemberType {
        /** A user of an account of Google's. */
        USER,
        /** An address outside the account, which Google knows nothing of. */
        EXTERNAL,
        /** Another group. */
        GROUP
    }

    private static final String LIST = "members.list";
    private static final int PAGE = 200;

    /** So long the last read says who may be removed: long enough for a sync, too short for a plan that somebody looks at. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** What is asked of a group besides its address. */
    private record Options(
            Role role, Optional<Delivery> delivery, Set<MemberType> types, boolean others, boolean derived) {}

    /** Who could be removed when the group was last read, by {@link #key}. */
    private record Reading(Instant at, Set<String> removable) {}

    private final Connection connection;
    private final OtherAddresses otherAddresses;
    private final String group;
    private final Options options;
    private final String name;
    private volatile @Nullable Reading last;

    GoogleGroup(Connection connection, OtherAddresses otherAddresses, String group) {
        this(
                connection,
                otherAddresses,
                group,
                new Options(
                        Role.MEMBER, Optional.empty(), EnumSet.of(MemberType.USER, MemberType.EXTERNAL), false, false));
    }

    private GoogleGroup(Connection connection, OtherAddresses otherAddresses, String group, Options options) {
        this.connection = connection;
        this.otherAddresses = otherAddresses;
        this.group = group;
        this.options = options;
        String part = options.derived
                ? " with the members of its groups"
                : switch (options.role) {
                    case MEMBER -> "";
                    case MANAGER -> " (managers)";
                    case OWNER -> " (owners)";
                };
        this.name = "Google group " + group + part;
    }

    private GoogleGroup with(Options changed) {
        return new GoogleGroup(connection, otherAddresses, group, changed);
    }

    /**
     * Confines this place to a role: those with this role or a higher one are listed, those with a higher one as kept,
     * those with a lower one are not there. Who is added gets the role; who is there with a lower one is raised to it, and
     * nobody is ever lowered. Who is removed leaves the group.
     *
     * @param role the role; {@link Role#MEMBER} by default
     * @return such a place
     */
    public GoogleGroup role(Role role) {
        return with(new Options(
                Objects.requireNonNull(role, "role"),
                options.delivery,
                options.types,
                options.others,
                options.derived));
    }

    /**
     * Says how those who are added get what is written to the group. Those who are there keep what they have.
     *
     * @param delivery by default what Google takes
     * @return such a place
     */
    public GoogleGroup delivery(Delivery delivery) {
        return with(new Options(options.role, Optional.of(delivery), options.types, options.others, options.derived));
    }

    /**
     * Says which kinds of members are listed, and so can be removed; the others are counted as left out.
     *
     * @param types at least one; {@link MemberType#USER} and {@link MemberType#EXTERNAL} by default
     * @return such a place
     */
    public GoogleGroup memberTypes(Collection<MemberType> types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("There are no members of no type");
        }
        return with(
                new Options(options.role, options.delivery, EnumSet.copyOf(types), options.others, options.derived));
    }

    /**
     * Takes the other addresses of members for their aliases, so that nobody is added and removed under two addresses.
     * This reads all users of the account, 500 with a call and once for all groups of the {@link GoogleDirectory} in 15
     * minutes, and takes the scope {@code admin.directory.user.readonly}.
     *
     * @return such a place
     */
    public GoogleGroup withOtherAddresses() {
        return with(new Options(options.role, options.delivery, options.types, true, options.derived));
    }

    /**
     * The members of this group and of the groups in it, whatever their roles: something to read and never to write.
     *
     * @return such a source
     */
    public Source withDerivedMembers() {
        GoogleGroup all = with(new Options(Role.MEMBER, Optional.empty(), options.types, options.others, true));
        return new Source() {
            @Override
            public String name() {
                return all.name();
            }

            @Override
            public Listing get() throws InterruptedException {
                return all.get();
            }

            @Override
            public String toString() {
                return all.name();
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    // Reading

    @Override
    public Listing get() throws InterruptedException {
        Set<String> things = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        Instant now = connection.retry().clock().instant();
        for (Member member : members()) {
            Optional<String> nameless = withoutThing(member);
            if (nameless.isPresent()) {
                leftOut.merge(nameless.get(), 1, Integer::sum);
                continue;
            }
            things.add(member.getEmail());
            if (!options.derived && !options.role.name().equals(member.getRole())) {
                kept.put(member.getEmail(), roleOf(member));
            }
        }
        Map<String, String> aliases = otherAddresses.of(things, options.others, name);
        last = new Reading(
                now,
                things.stream()
                        .filter(thing -> !kept.containsKey(thing))
                        .map(GoogleGroup::key)
                        .collect(Collectors.toUnmodifiableSet()));
        return new Listing(things, aliases, kept, leftOut);
    }

    private List<Member> members() throws InterruptedException {
        List<Member> all = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        @Nullable String token = null;
        do {
            String from = token;
            Members page = connection.read(
                    name,
                    LIST,
                    options.derived ? Scope.MEMBERS_TO_READ : Scope.MEMBERS,
                    "admin#directory#members",
                    () -> pageFrom(from));
            if (page.getMembers() != null) {
                all.addAll(page.getMembers());
            }
            token = Connection.next(name, LIST, begun, page.getNextPageToken());
        } while (token != null);
        return all;
    }

    private Directory.Members.List pageFrom(@Nullable String token) throws IOException {
        Directory.Members.List list = connection.client().members().list(group);
        if (options.derived) {
            list.setIncludeDerivedMembership(true);
        } else if (options.role != Role.MEMBER) {
            list.setRoles(Arrays.stream(Role.values())
                    .filter(role -> role.compareTo(options.role) >= 0)
                    .map(Role::name)
                    .collect(Collectors.joining(",")));
        }
        return list.setMaxResults(PAGE).setPageToken(token).setFields("kind,nextPageToken,members(email,role,type)");
    }

    /** Why no thing stands for a member, if so. */
    private Optional<String> withoutThing(Member member) {
        String type = member.getType();
        if (type == null) {
            throw Connection.malformed(name, LIST, "a member has no type");
        }
        if (type.equals("CUSTOMER")) {
            return Optional.of("everybody in the account");
        }
        if (options.types.stream().noneMatch(asked -> asked.name().equals(type))) {
            return Optional.of(type.equals("GROUP") ? "nested group" : "of type " + type.toLowerCase(Locale.ROOT));
        }
        return member.getEmail() == null || member.getEmail().isBlank() ? Optional.of("no e-mail") : Optional.empty();
    }

    private static String roleOf(Member member) {
        return member.getRole() == null ? "without a role" : member.getRole().toLowerCase(Locale.ROOT);
    }

    // Writing

    /**
     * Ignores case. At gmail.com and googlemail.com, dots before the @ do not count either, and both domains are one.
     */
    @Override
    public Matching matching() {
        return Mailboxes.MATCHING;
    }

    /** Makes no call: tells only which additions are one user, as far as that was read or learnt. */
    @Override
    public Preview preview(List<String> additions) {
        return new Preview(Map.of(), otherAddresses.membersKnownFor(additions, options.others));
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
        Memberships memberships = memberships();
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
                } else if (last != null) {
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
                known.forEach((thing, member) -> otherAddresses.learn(thing, member.getEmail()));
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
        Optional<String> unlisted = verdict.member()
                .filter(member -> verdict.wasThere() && member.getType() != null)
                .flatMap(this::withoutThing);
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

    /** Whether somebody is a member because of an earlier attempt, whose answer was lost. */
    private static boolean isOurs(String thing, Verdict verdict, boolean looking) {
        return verdict.repeated()
                && verdict.member()
                        .map(member -> key(member.getEmail()).equals(key(thing)))
                        .orElse(!looking);
    }

    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        if (things.isEmpty()) {
            return;
        }
        authorize(outcomes);
        Memberships memberships = memberships();
        Map<String, Member> found = outcomes.prepare(() -> memberships.find(notKnownToBeRemovable(things)));
        List<String> leaving = new ArrayList<>();
        for (String thing : things) {
            Member member = found.get(thing);
            if (member != null && Memberships.isLower(member, options.role)) {
                outcomes.succeeded(thing); // not in this place
            } else if (member != null && !isRemovable(member)) {
                outcomes.failed(thing, kept(thing, member));
            } else {
                leaving.add(thing);
            }
        }
        outcomes.batches(leaving, Batch.MOST, batch -> {
            ConcurrentMap<String, Verdict> deleted = new ConcurrentHashMap<>();
            try {
                memberships.delete(batch, deleted);
            } finally {
                for (String thing : batch) {
                    Verdict verdict = deleted.get(thing);
                    if (verdict != null) {
                        verdict.failure()
                                .ifPresentOrElse(why -> outcomes.failed(thing, why), () -> outcomes.succeeded(thing));
                    }
                }
            }
        });
    }

    private Memberships memberships() {
        return new Memberships(connection, group, name);
    }

    private void authorize(Outcomes outcomes) throws InterruptedException {
        outcomes.prepare(() -> {
            connection.authorize(name, Scope.MEMBERS);
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

    /** Those of whom the last read does not say that they may be removed; they are looked up before they are. */
    private List<String> notKnownToBeRemovable(List<String> things) {
        Reading reading = last;
        Instant now = connection.retry().clock().instant();
        if (reading == null || reading.at.plus(FRESH).isBefore(now)) {
            return things;
        }
        return things.stream()
                .filter(thing -> !reading.removable.contains(key(thing)))
                .toList();
    }

    private boolean isRemovable(Member member) {
        return options.role.name().equals(member.getRole())
                && withoutThing(member).isEmpty();
    }

    private AdapterException kept(String thing, Member member) {
        return AdapterException.of(
                        FailureKind.REFUSED_THING,
                        name,
                        Memberships.DELETE,
                        thing + " is " + withoutThing(member).orElse(roleOf(member)) + ", and stays")
                .remedy("Remove such a member by hand, or set role or member-types to what is to be kept in step.")
                .build();
    }

    private static String key(String thing) {
        return Matching.ignoringCase().key(thing);
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
