package dev.gosync.entra;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The group of the fake, seen from the tenant. */
final class EntraHarness extends HttpHarness<EntraFake> {
    EntraHarness() {
        super(new EntraFake(), EntraFake.GROUP);
    }

    /** A tenant that has learnt nothing yet, as in a program that has just started. */
    static EntraTenant tenant(EntraFake fake, Conditions conditions) {
        return EntraTenant.builder(EntraCredentials.tokens(conditions::secret))
                .baseUrl(URI.create(fake.address() + "/v1.0/"))
                .retry(conditions.retry())
                .build();
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return tenant(fake, conditions).group(place());
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
        synchronized (fake) {
            things.forEach(thing -> fake.user(thing).otherMails = List.of("other." + thing));
        }
    }

    @Override
    public void seed(Collection<String> things) {
        introduce(things);
        fake.join(things);
    }

    @Override
    public void leave(Collection<String> things) {
        fake.leave(things);
    }

    @Override
    public void seedNameless(int count) {
        fake.joinOthers(count);
    }

    @Override
    public Set<String> members() {
        return fake.members();
    }

    @Override
    public Set<String> aliases(String member) {
        synchronized (fake) {
            FakeUser user = fake.user(member);
            return Set.of(user.name, user.otherMails.get(0));
        }
    }

    @Override
    public int namelessMembers() {
        return fake.otherMembers();
    }
}
