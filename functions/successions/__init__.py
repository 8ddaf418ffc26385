"""Groups that are no more (Article 17, 民发〔2015〕149号): who answers for what they recorded, told to anyone who asks."""
