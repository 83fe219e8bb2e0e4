package dev.gosync.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Adapter;
import dev.gosync.google.GoogleGroup.Delivery;
import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The members of a group with one role, and as kept members those with a higher role. They get mail in different ways. If
 * the place is not of ordinary members, half of those who come are ordinary members already, so they have to be raised.
 */
final class GoogleHarness extends HttpHarness<GoogleFake> {
    private final Role role;
    private final String[] listed;
    private final String[] kept;

    GoogleHarness(Role role) {
        super(new GoogleFake(), GoogleFake.GROUP);
        this.role = role;
        this.listed = names(each -> each.compareTo(role) >= 0);
        this.kept = names(each -> each.compareTo(role) > 0);
    }

    private static String[] names(Predicate<Role> which) {
        return Arrays.stream(Role.values()).filter(which).map(Role::name).toArray(String[]::new);
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return GoogleWorkspace.builder(GoogleCredentials.create(new AccessToken(conditions.secret(), null)))
                .baseUrl(fake.root())
                .retry(conditions.retry())
                .build()
                .group(place())
                .role(role);
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
        if (role != Role.MEMBER) {
            join(things.stream().filter(thing -> thing.hashCode() % 2 == 0).toList(), Role.MEMBER.name());
        }
    }

    @Override
    public void forbid(Collection<String> things) {
        fake.forbid(things);
    }

    @Override
    public void seed(Collection<String> things) {
        join(things, role.name());
    }

    @Override
    public void seedNameless(int count) throws Exception {
        if (role != Role.MEMBER) {
            super.seedNameless(count); // Google gives everybody in the account no higher role
        }
        for (int i = 0; i < count; i++) {
            fake.joinEverybody(place());
        }
    }

    @Override
    public void seedKept(Collection<String> things) {
        int number = 0;
        for (String thing : things) {
            join(List.of(thing), kept[number++ % kept.length]);
        }
    }

    private void join(Collection<String> things, String role) {
        fake.join(place(), things, role);
        Delivery[] all = Delivery.values();
        things.forEach(thing -> fake.deliver(place(), thing, all[Math.floorMod(thing.hashCode(), all.length)].name()));
    }

    @Override
    public Set<String> members() {
        return fake.members(place(), listed);
    }

    @Override
    public List<String> memberList() {
        return fake.memberList(place(), listed);
    }

    @Override
    public String fingerprint(String member) {
        return member + " " + fake.state(place(), member);
    }

    @Override
    public int namelessMembers() {
        return fake.count(place(), "CUSTOMER");
    }

    @Override
    public Set<String> keptMembers() {
        return fake.members(place(), kept);
    }
}
