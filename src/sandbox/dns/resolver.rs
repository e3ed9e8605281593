//! The sandbox's resolver: what of its answers differs from those of a name server. It asks nobody: it looks into the same
//! state, remembers what it is told to remember, and refuses the zones that are told to fail DNSSEC. So both can be seen
//! without signing a zone and without having asked too early.

use hickory_server::net::NetError;
use hickory_server::proto::rr::Record;
use hickory_server::server::{ResponseHandler, ResponseInfo};
use hickory_server::zone_handler::MessageResponse;

/// Sends answers as a resolver does: it finds out for others (the bit `ra`), and owns nothing (no `aa`).
#[derive(Clone)]
pub(super) struct ResolverResponseHandler<R>(pub(super) R);

#[async_trait::async_trait]
impl<R: ResponseHandler> ResponseHandler for ResolverResponseHandler<R> {
    async fn send_response<'a>(
        &mut self,
        mut response: MessageResponse<
            '_,
            'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
            impl Iterator<Item = &'a Record> + Send + 'a,
        >,
    ) -> Result<ResponseInfo, NetError> {
        let metadata = response.metadata_mut();
        metadata.authoritative = false;
        metadata.recursion_available = true;
        self.0.send_response(response).await
    }
}
