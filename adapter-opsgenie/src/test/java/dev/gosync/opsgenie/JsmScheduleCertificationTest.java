package dev.gosync.opsgenie;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.HttpHarness;
import dev.gosync.testkit.Limitation;
import java.util.Collection;
import java.util.List;
import java.util.Set;

class JsmScheduleCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new HttpHarness<>(new JsmFake(), JsmFake.SCHEDULE) {
            @Override
            protected Adapter adapter(Conditions conditions) {
                return JiraOperations.builder(JsmFake.CLOUD, JsmFake.EMAIL, conditions.secret())
                        .baseUrl(fake.address())
                        .retry(conditions.retry())
                        .build()
                        .schedule(JsmFake.SCHEDULE);
            }

            @Override
            public void introduce(Collection<String> things) {
                fake.introduce(things);
            }

            @Override
            public void forbid(Collection<String> things) {
                fake.introduceUnlicensed(things);
            }

            @Override
            public void seed(Collection<String> things) {
                fake.join(things);
            }

            @Override
            public void seedNameless(int count) {
                fake.joinNameless(count);
            }

            @Override
            public Set<String> members() {
                return Set.copyOf(fake.members());
            }

            @Override
            public List<String> memberList() {
                return fake.members();
            }

            @Override
            public boolean keepsOrder() {
                return true;
            }

            @Override
            public String fingerprint(String member) {
                return fake.fingerprint(member);
            }

            @Override
            public int namelessMembers() {
                return fake.nameless();
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.CANNOT_BE_EMPTY, Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
