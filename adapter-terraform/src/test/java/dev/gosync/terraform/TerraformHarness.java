package dev.gosync.terraform;

import dev.gosync.adapter.Adapter;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.HttpHarness;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A team, seen from Terraform. */
final class TerraformHarness extends HttpHarness<TerraformFake> {
    private TerraformHarness(TerraformFake fake, String team) {
        super(fake, team);
    }

    static TerraformHarness byName() {
        return new TerraformHarness(new TerraformFake(), TerraformFake.TEAM);
    }

    static TerraformHarness byId() {
        TerraformFake fake = new TerraformFake();
        return new TerraformHarness(fake, fake.teamId(TerraformFake.TEAM));
    }

    @Override
    protected Adapter adapter(Conditions conditions) {
        return TerraformOrganization.builder(TerraformFake.ORGANIZATION, conditions.secret())
                .baseUrl(fake.address())
                .retry(conditions.retry())
                .build()
                .team(place());
    }

    @Override
    public void introduce(Collection<String> things) {
        fake.introduce(things);
    }

    @Override
    public void forbid(Collection<String> things) {
        fake.refuse(things);
    }

    @Override
    public void seed(Collection<String> things) {
        fake.join(TerraformFake.TEAM, things);
    }

    @Override
    public void seedNameless(int count) {
        fake.joinServices(TerraformFake.TEAM, count);
    }

    @Override
    public void leave(Collection<String> things) {
        fake.leave(TerraformFake.TEAM, things);
    }

    @Override
    public Set<String> members() {
        return fake.members(TerraformFake.TEAM);
    }

    @Override
    public List<String> memberList() {
        return fake.memberList(TerraformFake.TEAM);
    }

    @Override
    public String fingerprint(String member) {
        return fake.kept(member);
    }

    @Override
    public int namelessMembers() {
        return fake.services();
    }
}
