package dev.rollcall.ingest.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.bulk.BulkOperation;
import com.unboundid.scim2.common.bulk.BulkOperationResult;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.messages.ListResponse;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Member;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.UserResource;
import dev.rollcall.ingest.stage.HttpCalls;
import dev.rollcall.ingest.stage.Stage;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.util.List;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ping Identity's own SCIM client, over HTTP. */
class ScimSdkClientIT {

    private final HttpCalls scim = Stage.shared().connection();
    private final Client http = ClientBuilder.newClient(
                    new ClientConfig().connectorProvider(new Apache5ConnectorProvider()))
            .register((ClientRequestFilter)
                    request -> request.getHeaders().putSingle("Authorization", "Bearer " + scim.token()));
    private final ScimService service = new ScimService(http.target(scim.base()));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void livesAUsersLife() throws Exception {
        var ada = new UserResource().setUserName("ada");
        ada.setName(new Name().setGivenName("Ada").setFamilyName("Byron"));
        UserResource created = service.create("Users", ada);
        assertThat(created.getId()).isNotNull();
        assertThat(created.getMeta().getLocation()).hasToString(scim.base() + "/Users/" + created.getId());

        ListResponse<UserResource> found =
                service.searchRequest("Users").filter("userName eq \"ADA\"").invoke(UserResource.class);
        assertThat(found.getResources()).extracting(UserResource::getId).containsExactly(created.getId());

        created.setTitle("Countess");
        UserResource replaced = service.replace(created);
        assertThat(replaced.getTitle()).isEqualTo("Countess");

        UserResource patched = service.modifyRequest("Users", created.getId())
                .replaceValue("name.familyName", "Lovelace")
                .invoke(UserResource.class);
        assertThat(patched.getName().getFamilyName()).isEqualTo("Lovelace");
        assertThat(patched.getName().getGivenName()).isEqualTo("Ada");
        assertThat(service.retrieve("Users", created.getId(), UserResource.class))
                .isEqualTo(patched);

        service.delete("Users", created.getId());
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> service.retrieve("Users", created.getId(), UserResource.class));
    }

    @Test
    void hearsOfADuplicate() throws Exception {
        service.create("Users", new UserResource().setUserName("ada"));

        assertThatExceptionOfType(ResourceConflictException.class)
                .isThrownBy(() -> service.create("Users", new UserResource().setUserName("ADA")))
                .satisfies(e -> assertThat(e.getScimError().getScimType()).isEqualTo("uniqueness"));
    }

    @Test
    void keepsAGroup() throws Exception {
        UserResource ada = service.create("Users", new UserResource().setUserName("ada"));
        GroupResource group = service.create("Groups", new GroupResource().setDisplayName("Tour"));

        group.setMembers(List.of(new Member().setValue(ada.getId())));
        GroupResource replaced = service.replace(group);

        assertThat(replaced.getMembers()).extracting(Member::getValue).containsExactly(ada.getId());
    }

    @Test
    void sendsManyAtOnce() throws Exception {
        var answers = service.bulkRequest()
                .append(
                        BulkOperation.post("/Users", new UserResource().setUserName("ada"))
                                .setBulkId("a"),
                        BulkOperation.post(
                                        "/Groups",
                                        new GroupResource()
                                                .setDisplayName("Tour")
                                                .setMembers(List.of(new Member().setValue("bulkId:a"))))
                                .setBulkId("g"))
                .invoke()
                .getOperations();

        assertThat(answers).extracting(BulkOperationResult::getStatusInt).containsExactly(201, 201);
        assertThat(answers).extracting(BulkOperationResult::getBulkId).containsExactly("a", "g");
    }

    @Test
    void readsWhatWeTellOfOurselves() throws Exception {
        assertThat(service.getServiceProviderConfig().getBulk().isSupported()).isTrue();
        assertThat(service.getServiceProviderConfig().getPatch().isSupported()).isTrue();
    }
}
