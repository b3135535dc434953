package io.snapledger.storage.inbound;

import io.snapledger.repository.http.ServiceToken;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Lets in who shows the service token. */
@Provider
@ServiceOnly
@Priority(Priorities.AUTHENTICATION)
public class ServiceTokenFilter implements ContainerRequestFilter {

    private final ServiceToken token;

    ServiceTokenFilter(ServiceToken token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!token.matches(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            request.abortWith(Problem.response(
                    Response.Status.UNAUTHORIZED,
                    "unauthorized",
                    "the service token is missing or another",
                    "send Authorization: Bearer with the content of snapledger.internal.token-file"));
        }
    }
}
