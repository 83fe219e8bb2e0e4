package dev.gosync.github;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.Set;

/** A team by logins. Some users are invited by e-mail address, so they have no login. */
class LoginsCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new HttpHarness<>(new GitHubFake(), GitHubFake.TEAM) {
            private static final Set<String> ALL = Set.of("member", "maintainer");

            @Override
            protected Adapter adapter(Conditions conditions) {
                return GitHubOrganization.withToken(GitHubFake.ORGANIZATION, conditions.secret())
                        .baseUrl(fake.address())
                        .identities(GitHubIdentities.logins())
                        .retry(conditions.retry())
                        .build()
                        .team(place());
            }

            @Override
            public String thing(int number) {
                return "member-%04d".formatted(number);
            }

            private void legal(Collection<String> things) {
                things.stream()
                        .filter(thing -> !thing.matches("[A-Za-z0-9-]{1,39}"))
                        .findFirst()
                        .ifPresent(thing -> {
                            throw new IllegalArgumentException(thing + " is no login");
                        });
            }

            @Override
            public void introduce(Collection<String> things) {
                legal(things);
                things.forEach(fake::open);
            }

            @Override
            public void forbid(Collection<String> things) {
                things.forEach(fake::refuse);
            }

            @Override
            public void seed(Collection<String> things) {
                legal(things);
                fake.join(place(), "member", things);
            }

            @Override
            public void seedNameless(int count) {
                int there = namelessMembers();
                for (int i = there; i < there + count; i++) {
                    fake.inviteEmail("invited" + i + "@example.com", place());
                }
            }

            @Override
            public void seedKept(Collection<String> things) {
                fake.join(place(), "maintainer", things);
            }

            @Override
            public Set<String> members() {
                return fake.logins(place(), ALL);
            }

            @Override
            public String fingerprint(String member) {
                return fake.kept(place(), member);
            }

            @Override
            public int namelessMembers() {
                return fake.invited(place()).size();
            }

            @Override
            public Set<String> keptMembers() {
                return fake.logins(place(), Set.of("maintainer"));
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.RESTRICTED_ALPHABET);
    }
}
