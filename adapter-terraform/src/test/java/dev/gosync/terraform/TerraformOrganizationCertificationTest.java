package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.Set;

/** An organization, whose owners are kept. Anybody can be invited. */
class TerraformOrganizationCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new HttpHarness<>(new TerraformFake(), TerraformFake.ORGANIZATION) {
            @Override
            protected Adapter adapter(Conditions conditions) {
                return TerraformOrganization.builder(place(), conditions.secret())
                        .baseUrl(fake.address())
                        .retry(conditions.retry())
                        .build()
                        .members(TerraformFake.EVERYONE);
            }

            @Override
            public void forbid(Collection<String> things) {
                fake.refuseNames(things);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.join(TerraformFake.EVERYONE, things);
            }

            @Override
            public void seedNameless(int count) {
                fake.joinServices(TerraformFake.EVERYONE, count);
            }

            @Override
            public void seedKept(Collection<String> things) {
                fake.joinActive(TerraformFake.OWNERS, things);
            }

            @Override
            public void leave(Collection<String> things) {
                fake.depart(things);
            }

            @Override
            public Set<String> members() {
                return fake.people();
            }

            @Override
            public String fingerprint(String member) {
                return fake.kept(member);
            }

            @Override
            public int namelessMembers() {
                return fake.services();
            }

            @Override
            public Set<String> keptMembers() {
                return fake.members(TerraformFake.OWNERS);
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KNOWS_EVERY_THING);
    }
}
