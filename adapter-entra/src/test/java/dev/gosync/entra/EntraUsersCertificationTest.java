package dev.gosync.entra;

import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpSourceHarness;
import dev.gosync.testkit.Limitation;
import dev.gosync.testkit.SourceContract;
import dev.gosync.testkit.SourceHarness;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

class EntraUsersCertificationTest extends SourceContract {
    @Override
    protected SourceHarness harness() {
        return new HttpSourceHarness<>(new EntraFake(), "users") {
            private int nameless;

            @Override
            protected Source adapter(Conditions conditions) {
                return EntraHarness.tenant(fake, conditions).users();
            }

            @Override
            public void seed(Collection<String> things) {
                fake.introduce(things);
            }

            // Guests and disabled accounts in turn.
            @Override
            public void seedNameless(int count) {
                synchronized (fake) {
                    for (int i = 0; i < count; i++) {
                        FakeUser user = fake.user("left-out" + nameless + "@example.com");
                        user.enabled = nameless % 2 == 0;
                        user.type = nameless % 2 == 0 ? "Guest" : null;
                        nameless++;
                    }
                }
            }

            @Override
            public Set<String> members() {
                synchronized (fake) {
                    Set<String> members = new TreeSet<>();
                    for (FakeUser user : fake.tenant.users.values()) {
                        if (user.enabled && !"Guest".equals(user.type)) {
                            members.add(user.thing());
                        }
                    }
                    return members;
                }
            }

            @Override
            public int namelessMembers() {
                return nameless;
            }
        };
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
