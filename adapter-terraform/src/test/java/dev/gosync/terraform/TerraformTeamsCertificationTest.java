package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The teams of an organization, which are no people. A team that the token may not delete is kept. */
class TerraformTeamsCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new HttpHarness<>(new TerraformFake(false), TerraformFake.ORGANIZATION) {
            @Override
            protected Adapter adapter(Conditions conditions) {
                return TerraformOrganization.builder(place(), conditions.secret())
                        .baseUrl(fake.address())
                        .retry(conditions.retry())
                        .build()
                        .teamsWithDeletion();
            }

            @Override
            public String thing(int number) {
                return "team-%04d".formatted(number);
            }

            @Override
            public List<String> oddThings() {
                return List.of("-", "_", "0", "--", "a_b", "a-b", "ab", "-a", "a-", "team-", "n".repeat(90));
            }

            @Override
            public void introduce(Collection<String> things) {
                legal(things);
            }

            private void legal(Collection<String> things) {
                things.stream()
                        .filter(thing -> !thing.matches("[A-Za-z0-9_-]+"))
                        .findFirst()
                        .ifPresent(thing -> {
                            throw new IllegalArgumentException(thing + " is no name of a team");
                        });
            }

            @Override
            public void forbid(Collection<String> things) {
                fake.refuseNames(things);
            }

            @Override
            public void seed(Collection<String> things) {
                legal(things);
                fake.createTeams(things);
            }

            @Override
            public void seedKept(Collection<String> things) {
                fake.protectTeams(things);
            }

            @Override
            public void leave(Collection<String> things) {
                fake.deleteTeams(things);
            }

            @Override
            public Set<String> members() {
                return fake.teamNames(false);
            }

            @Override
            public String fingerprint(String member) {
                return fake.teamId(member);
            }

            @Override
            public Set<String> keptMembers() {
                return fake.teamNames(true);
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KNOWS_EVERY_THING, Limitation.RESTRICTED_ALPHABET, Limitation.NO_NAMELESS_MEMBERS);
    }
}
