package dev.gosync.google;

import com.google.api.services.directory.model.Member;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Change;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Outcomes;
import dev.gosync.adapter.Preview;
import dev.gosync.adapter.Source;
import dev.gosync.google.Additions.Lookup;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

    private final GoogleApi api;
    private final GoogleDirectory directory;
    private final String group;
    private final GroupOptions options;
    private final String name;
    private final GroupCalls calls;
    private final Additions additions;
    private final Removals removals;

    GoogleGroup(GoogleApi api, GoogleDirectory directory, String group, GroupOptions options) {
        this.api = api;
        this.directory = directory;
        this.group = group;
        this.options = options;
        this.name = "Google group " + group + options.suffix();
        this.calls = new GroupCalls(api, group, name, options);
        this.additions = new Additions(calls, directory, options);
        this.removals = new Removals(calls, options, name, api.retry().clock(), directory.age());
    }

    private GoogleGroup with(GroupOptions changed) {
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
        return with(options.withRole(Objects.requireNonNull(role, "role")));
    }

    /**
     * Sets how added members get the messages to the group. Existing members keep their setting.
     *
     * @param delivery the setting; Google's own default if it is not set
     * @return the place with this setting
     */
    public GoogleGroup delivery(Delivery delivery) {
        return with(options.withDelivery(Objects.requireNonNull(delivery, "delivery")));
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
        return with(options.withTypes(Set.copyOf(types)));
    }

    /**
     * Treats the other addresses of members as aliases, so that no member is added and removed under two addresses. This
     * reads all users of the account, 500 with a call, once for all groups of the {@link GoogleWorkspace} in 15 minutes. It
     * needs the scope {@code admin.directory.user.readonly}.
     *
     * @return the place with other addresses
     */
    public GoogleGroup withOtherAddresses() {
        return with(options.withOtherAddresses());
    }

    /**
     * Reads also the members of the groups in this group, whatever their roles. The result can only be a source.
     *
     * @param includeSuspended whether to list suspended members too; otherwise they are left out and counted
     * @return a source of all these members
     */
    public Source withDerivedMembers(boolean includeSuspended) {
        return new Members(with(options.withDerived().withSuspended(includeSuspended)));
    }

    /**
     * Leaves out and counts the members whose account is suspended. The result can only be a source: in a destination, a
     * suspended member is a member, and adding it again would change nothing.
     *
     * @return a source of the other members
     */
    public Source withoutSuspendedMembers() {
        return new Members(with(options.withSuspended(false)));
    }

    /** A group that can only be read. */
    private record Members(GoogleGroup group) implements Source {
        @Override
        public String name() {
            return group.name;
        }

        @Override
        public Listing get() throws InterruptedException {
            return group.get();
        }

        @Override
        public String toString() {
            return group.name;
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** Reads the members, 200 with each call. */
    @Override
    public Listing get() throws InterruptedException {
        api.checkOpen();
        Instant now = api.retry().clock().instant();
        Set<String> things = new LinkedHashSet<>();
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        Map<String, String> ids = new HashMap<>();
        for (Member member : calls.list()) {
            Optional<String> reason = options.leftOutBecause(member);
            if (reason.isPresent()) {
                leftOut.merge(reason.get(), 1, Integer::sum);
                continue;
            }
            String thing = member.getEmail();
            things.add(thing);
            ids.put(thing, GroupCalls.id(member).orElse(thing));
            options.keptBecause(member).ifPresent(why -> kept.put(thing, why));
        }
        ids.keySet().removeAll(kept.keySet());
        removals.remember(now, ids);
        return new Listing(things, directory.aliases(things, options.others(), name), kept, leftOut);
    }

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
        api.checkOpen();
        return new Preview(Map.of(), directory.membersKnownFor(additions, options.others()));
    }

    /** Adds members. An existing member with a lower role is raised to the role of this place. */
    @Override
    public void add(List<String> things, Outcomes outcomes) throws InterruptedException {
        add(things, false, outcomes);
    }

    @Override
    public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
        boolean removalsFollow =
                change.mode() == Mode.ADD_REMOVE && !change.removals().isEmpty();
        outcomes.halves(change, things -> add(things, removalsFollow, outcomes), things -> remove(things, outcomes));
    }

    private void add(List<String> things, boolean removalsFollow, Outcomes outcomes) throws InterruptedException {
        authorize(outcomes);
        Lookup unread = removals.isRead() ? Lookup.AFTERWARDS : Lookup.NEVER;
        additions.add(things, removalsFollow || options.role() != Role.MEMBER ? Lookup.IN_THE_BATCH : unread, outcomes);
    }

    /**
     * Removes members by their ids. A member that was not listed in the last minute is looked up first. If Google does not
     * find a member, the group is read: only a member who is not listed any more is gone.
     */
    @Override
    public void remove(List<String> things, Outcomes outcomes) throws InterruptedException {
        authorize(outcomes);
        removals.remove(things, outcomes);
    }

    /** Gets an access token. If this fails, nothing has begun. */
    private void authorize(Outcomes outcomes) throws InterruptedException {
        api.checkOpen();
        outcomes.prepare(() -> {
            api.authorize(name, Scope.MEMBERS);
            return true;
        });
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
